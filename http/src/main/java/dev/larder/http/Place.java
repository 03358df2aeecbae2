package dev.larder.http;

import dev.larder.http.decision.NoVarySearch;
import dev.larder.http.guard.Target;

/**
 * Where what is stored of one target lies.
 *
 * @param primary the key of what is for this target only
 * @param target what it is made of
 */
record Place(String primary, Target target) {

    /** Returns the key of the rule by which targets of this path are equivalent. No target ends like that. */
    String path() {
        return origin() + target.path() + "#?";
    }

    /** Returns the key of what is for all targets that are equivalent to this one. */
    String under(NoVarySearch rule) {
        return rule.equals(NoVarySearch.ALL) ? primary : Keys.equivalent(path(), rule, rule.form(target.text()));
    }

    /** Returns the key of the way to all answers to QUERY. */
    String queries() {
        return primary + "#QUERY";
    }

    /** Returns the tag of what is stored for several targets of this path. */
    String tag() {
        return Keys.tag(path());
    }

    private String origin() {
        return primary.substring(0, primary.length() - target.text().length());
    }
}
