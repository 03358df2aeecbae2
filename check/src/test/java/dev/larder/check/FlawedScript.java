package dev.larder.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A script of Larder with a flaw, in a folder that goes before the class path of the processes under test. */
record FlawedScript(String script, String right, String wrong) {

    Path in(Path folder) {
        String resource = "dev/larder/session/" + script;
        try (InputStream in = FlawedScript.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + resource + " any more: give the flaw another place");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (text.split(java.util.regex.Pattern.quote(right), -1).length != 2) {
                throw new IllegalStateException(
                        resource + " does not have this once any more, mend the flaw: " + right);
            }
            Path file = folder.resolve(resource);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text.replace(right, wrong));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
