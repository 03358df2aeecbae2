package dev.larder.http.guard;

import dev.larder.http.message.RequestHead;

/**
 * A request as everything after the guard sees it. Its authority and its target have their one form; its fields are neither hop-by-hop nor
 * of those that change what is asked; {@code Host} is in the authority only, {@code Content-Length} only where the length is known.
 *
 * @param request the request
 * @param target its target, which {@code request} has as text
 * @param content what follows the head
 */
public record Admitted(RequestHead request, Target target, Content content) implements Screened {}
