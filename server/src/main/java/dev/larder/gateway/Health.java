package dev.larder.gateway;

/**
 * What checks have found of an origin.
 *
 * @param up whether requests are sent to it
 * @param contrary how many checks in a row have found the contrary
 */
record Health(boolean up, int contrary) {

    /** Believed until a check finds otherwise. */
    static final Health UP = new Health(true, 0);

    /** Returns what is to be believed after another check. */
    Health after(boolean well, HealthSettings settings) {
        if (well == up) {
            return contrary == 0 ? this : new Health(up, 0);
        }
        int most = up ? settings.failures() : settings.successes();
        return contrary + 1 >= most ? new Health(well, 0) : new Health(up, contrary + 1);
    }
}
