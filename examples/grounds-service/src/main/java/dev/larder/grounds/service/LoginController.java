package dev.larder.grounds.service;

import dev.larder.session.Details;
import dev.larder.session.Grant;
import dev.larder.session.Session;
import dev.larder.session.SessionList;
import dev.larder.session.Sessions;
import dev.larder.session.limit.Decision;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /login}, {@code /logout}, {@code /me} and {@code /sessions}: who is logged in, and where. */
@RestController
final class LoginController {
    private static final int MOST_CHARS = 128;
    private static final int MOST_SHOWN = 50;

    private final Doorkeeper doorkeeper;

    /** What a user says. */
    record Login(@Nullable String user, @Nullable String password) {
        void check() {
            if (!isText(user) || !isText(password)) {
                throw Refusal.bad(
                        "The login cannot be read.",
                        List.of("user and password are texts of 1 to " + MOST_CHARS + " characters"));
            }
        }

        private static boolean isText(@Nullable String text) {
            return text != null && !text.isEmpty() && text.length() <= MOST_CHARS;
        }

        /** Shows nothing. */
        @Override
        public String toString() {
            return "Login";
        }
    }

    /** Who is logged in. */
    record Me(String user, String role, Instant since, Instant until) {
        static Me of(Session session) {
            return new Me(
                    String.valueOf(session.userId()), Doorkeeper.role(session), session.created(), session.expires());
        }
    }

    /** One of a user's sessions; its handle is for {@code DELETE /sessions/handle}. */
    record Place(String handle, String device, String place, Instant since, Instant lastUse, boolean current) {}

    /** The newest sessions of a user. */
    record Places(List<Place> sessions) {}

    LoginController(Doorkeeper doorkeeper) {
        this.doorkeeper = doorkeeper;
    }

    private Sessions sessions() {
        if (!doorkeeper.asks()) {
            throw Refusal.notFound("path");
        }
        return doorkeeper.sessions();
    }

    @PostMapping(path = "/login", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> login(@RequestBody Login login, HttpServletRequest request, HttpServletResponse response) {
        Sessions sessions = sessions();
        login.check();
        String user = String.valueOf(login.user());
        String address = said(request.getRemoteAddr());
        Decision.Allowed counted = doorkeeper.count(user, address);
        String role = Accounts.role(user, String.valueOf(login.password()));
        if (role == null) {
            throw Refusal.unauthorized("The user or the password is wrong.");
        }
        doorkeeper.uncount(counted);
        doorkeeper.give(user, role);
        Details details = new Details(said(request.getHeader("User-Agent")), address);
        Session before = doorkeeper.session(request, response);
        Grant grant = before == null ? sessions.login(user, details) : sessions.login(before, user, details);
        if (grant instanceof Grant.Ended) {
            grant = sessions.login(user, details);
        }
        if (!(grant instanceof Grant.Granted granted)) {
            throw Refusal.unavailable("Try again later.");
        }
        response.setHeader(
                "Set-Cookie", doorkeeper.cookie().set(granted.session().id()));
        return answer(new Me(
                user, role, granted.session().created(), granted.session().expires()));
    }

    private static String said(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Whoever is not logged in is logged out already. */
    @PostMapping("/logout")
    ResponseEntity<Object> logout(HttpServletRequest request) {
        sessions().end(doorkeeper.cookie().find(request.getHeader("Cookie")));
        return ResponseEntity.noContent()
                .cacheControl(CacheControl.noStore())
                .header("Set-Cookie", doorkeeper.cookie().clear())
                .build();
    }

    @GetMapping("/me")
    ResponseEntity<Object> me(HttpServletRequest request, HttpServletResponse response) {
        sessions();
        return answer(Me.of(doorkeeper.required(request, response)));
    }

    @GetMapping("/sessions")
    ResponseEntity<Object> list(HttpServletRequest request, HttpServletResponse response) {
        Sessions sessions = sessions();
        Session mine = doorkeeper.required(request, response);
        SessionList list = sessions.list(String.valueOf(mine.userId()), null, MOST_SHOWN);
        if (!(list instanceof SessionList.Page page)) {
            throw Refusal.unavailable("Try again later.");
        }
        return answer(new Places(page.sessions().stream()
                .map(item -> new Place(
                        item.handle(),
                        item.details().device(),
                        item.details().place(),
                        item.created(),
                        item.lastUse(),
                        item.handle().equals(mine.handle())))
                .toList()));
    }

    /** Ends one of one's own sessions; one that is not there has ended. */
    @DeleteMapping("/sessions/{handle:[A-Za-z0-9_-]{1,64}}")
    ResponseEntity<Object> end(@PathVariable String handle, HttpServletRequest request, HttpServletResponse response) {
        Sessions sessions = sessions();
        Session mine = doorkeeper.required(request, response);
        sessions.end(String.valueOf(mine.userId()), handle);
        return ResponseEntity.noContent().cacheControl(CacheControl.noStore()).build();
    }

    /** Ends all of one's own sessions but this one. */
    @DeleteMapping("/sessions")
    ResponseEntity<Object> endOthers(HttpServletRequest request, HttpServletResponse response) {
        Sessions sessions = sessions();
        sessions.endOthers(doorkeeper.required(request, response));
        return ResponseEntity.noContent().cacheControl(CacheControl.noStore()).build();
    }

    private static ResponseEntity<Object> answer(Object content) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(content);
    }
}
