package dev.larder.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.embedded.EmbeddedRedis;
import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The engine on the module path: the tests themselves run on the class path. */
final class DoorsIT {

    private static final Pattern PARTS = Pattern.compile(
            ".*(/core/|/redis/|/fory/|larder-core|larder-redis|larder-fory|fory-core|lettuce|netty|reactor|reactive|caffeine|jackson|snakeyaml|jspecify"
                    + "|redis-authx|zstd-jni|tink|protobuf-java|gson).*");

    private static ModuleLayer layer() {
        List<Path> paths = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> PARTS.matcher(entry).matches())
                .map(Path::of)
                .toList();
        ModuleFinder finder = ModuleFinder.of(paths.toArray(Path[]::new));
        ModuleLayer boot = ModuleLayer.boot();
        Configuration resolved = boot.configuration()
                .resolve(finder, ModuleFinder.of(), Set.of("dev.larder.core", "dev.larder.redis", "dev.larder.fory"));
        return boot.defineModulesWithOneLoader(resolved, ClassLoader.getPlatformClassLoader());
    }

    private static Stream<String> exported(ModuleLayer layer, String module) {
        return layer.findModule(module).orElseThrow().getDescriptor().exports().stream()
                .filter(export -> !export.isQualified())
                .map(Exports::source);
    }

    @Test
    void modules_theirDoors_areTheApiAlone() {
        ModuleLayer layer = layer();

        assertThat(exported(layer, "dev.larder.core"))
                .containsExactlyInAnyOrder("dev.larder", "dev.larder.codec", "dev.larder.crypto", "dev.larder.rights");
        assertThat(exported(layer, "dev.larder.redis")).containsExactly("dev.larder.redis");
        assertThat(exported(layer, "dev.larder.fory")).containsExactly("dev.larder.fory");
    }

    @Test
    void engine_onTheModulePath_reachesItsScripts() throws Exception {
        ClassLoader loader = layer().findLoader("dev.larder.core");
        Class<?> api = loader.loadClass("dev.larder.Larder");
        Method connect = api.getMethod("connect", String.class);
        Method invalidateTag = api.getMethod("invalidateTag", String.class);

        Thread.currentThread().setContextClassLoader(loader);
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                AutoCloseable larder = (AutoCloseable) connect.invoke(null, redis.uri())) {
            assertThat(larder.getClass().getModule().isNamed()).isTrue();
            assertThat(invalidateTag.invoke(larder, "area:7")).hasToString("ACKNOWLEDGED");
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
    }
}
