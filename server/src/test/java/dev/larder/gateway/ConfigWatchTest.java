package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The looks at a file, one by one. */
class ConfigWatchTest {

    private static final String ONE = "origin: http://one";
    private static final String TWO = "origin: http://two";

    @TempDir
    private Path folder;

    private final List<String> applied = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private Path file;
    private ConfigWatch watch;
    private boolean refuses;

    @BeforeEach
    void begin() throws IOException {
        file = Files.writeString(folder.resolve("larder.yaml"), ONE);
        watch = watch(file);
    }

    private ConfigWatch watch(Path path) {
        return new ConfigWatch(path, ONE, this::apply, event -> told.add(event.text()));
    }

    private GatewayEvent apply(GatewayConfig config) {
        if (refuses) {
            throw new IllegalArgumentException("not these");
        }
        applied.add(config.origins().get("").uri().getHost());
        TreeSet<String> none = new TreeSet<>();
        return new GatewayEvent.Reloaded("larder.yaml", none, none, none, none, none, none);
    }

    @Test
    void look_fileAsItWas_doesNothing() {
        watch.look();
        watch.look();

        assertThat(applied).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void look_contentThatStays_isTakenAtTheSecondLookAndOnce() throws IOException {
        Files.writeString(file, TWO);
        watch.look();
        assertThat(applied).isEmpty();
        watch.look();
        watch.look();

        assertThat(applied).containsExactly("two");
        assertThat(told).containsExactly("larder.yaml: read again, nothing has changed");
    }

    @Test
    void look_contentStillBeingWritten_isNotTaken() throws IOException {
        Files.writeString(file, TWO.substring(0, 17));
        watch.look();
        Files.writeString(file, TWO);
        watch.look();
        assertThat(applied).isEmpty();
        watch.look();

        assertThat(applied).containsExactly("two");
    }

    @Test
    void look_fileReplacedByAnEditor_isTaken() throws IOException {
        Path other = Files.writeString(folder.resolve("larder.yaml~"), TWO);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        watch.look();
        watch.look();

        assertThat(applied).containsExactly("two");
    }

    /** As Kubernetes replaces what it mounts: the file is a link through a folder that is a link, and only that one moves. */
    @Test
    void look_linkOfItsFolderMoved_isTaken() throws IOException {
        Path before = Files.createDirectory(folder.resolve("..1"));
        Path after = Files.createDirectory(folder.resolve("..2"));
        Files.writeString(before.resolve("larder.yaml"), ONE);
        Files.writeString(after.resolve("larder.yaml"), TWO);
        Path data = Files.createSymbolicLink(folder.resolve("..data"), before.getFileName());
        Path mounted = Files.createSymbolicLink(folder.resolve("mounted.yaml"), Path.of("..data", "larder.yaml"));
        ConfigWatch linked = watch(mounted);
        linked.look();
        Path next = Files.createSymbolicLink(folder.resolve("..next"), after.getFileName());
        Files.move(next, data, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        linked.look();
        linked.look();

        assertThat(applied).containsExactly("two");
    }

    @Test
    void look_fileThatIsWrong_isToldOnceAndChangesNothing() throws IOException {
        Files.writeString(file, "orgin: http://two");
        for (int i = 0; i < 4; i++) {
            watch.look();
        }

        assertThat(applied).isEmpty();
        assertThat(told).hasSize(1);
        assertThat(told.get(0))
                .contains("larder.yaml:1:1: unknown key 'orgin'; did you mean 'origin'?")
                .endsWith("the rules stay as they were");
        Files.writeString(file, TWO);
        watch.look();
        watch.look();
        assertThat(applied).containsExactly("two");
    }

    @Test
    void look_wrongAgainAfterwards_isToldAgain() throws IOException {
        for (int i = 0; i < 2; i++) {
            Files.writeString(file, "orgin: http://two");
            watch.look();
            watch.look();
            Files.writeString(file, ONE);
            watch.look();
            watch.look();
        }

        assertThat(applied).containsExactly("one", "one");
        assertThat(told).filteredOn(text -> text.contains("orgin")).hasSize(2);
    }

    @Test
    void look_fileGoneForAMoment_saysNothing() throws IOException {
        Files.delete(file);
        watch.look();
        assertThat(told).isEmpty();
        watch.look();
        watch.look();

        assertThat(told).hasSize(1);
        assertThat(told.get(0)).contains("no such file").contains("the rules stay as they were");
    }

    @Test
    void look_rulesThatCannotHold_areTold() throws IOException {
        refuses = true;
        Files.writeString(file, TWO);
        watch.look();
        watch.look();

        assertThat(told).containsExactly("not these\nthe rules stay as they were");
    }

    @Test
    void reload_whateverIsThere_isTakenAtOnce() throws IOException {
        watch.reload();
        Files.writeString(file, TWO);
        watch.reload();
        watch.look();
        watch.look();

        assertThat(applied).containsExactly("one", "two");
    }
}
