package dev.larder.fory;

/** Sings when it is initialised, whoever loaded it; its name is in bytes that nobody should obey. */
public class Canary {

    static final String SONGS = "dev.larder.fory.songs";

    static {
        System.setProperty(SONGS, Integer.toString(Integer.getInteger(SONGS, 0) + 1));
    }

    /** Something to be set. */
    public String command = "";
}
