/**
 * The sample domain, grounds maintenance: areas, contracts, schedules, workers and equipment, generated from a seed
 * into a relational database and read through plain repositories. What a cache is put in front of.
 */
@NullMarked
package dev.larder.grounds;

import org.jspecify.annotations.NullMarked;
