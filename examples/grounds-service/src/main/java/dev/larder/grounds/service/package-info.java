/**
 * The sample of grounds maintenance as an HTTP service: a Spring Boot application over its database, which reads through Larder and
 * announces each change by its tags.
 */
@NullMarked
package dev.larder.grounds.service;

import org.jspecify.annotations.NullMarked;
