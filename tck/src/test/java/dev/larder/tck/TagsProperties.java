package dev.larder.tck;

import dev.larder.Cache;
import dev.larder.Inside;
import dev.larder.Larder;
import dev.larder.Layer;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is put, invalidated and expired: entries are what a simple model of tags says, with Redis and without. */
class TagsProperties {

    private static RedisStage stage;
    private static LocalStage alone;
    private static TagsModel shared;
    private static TagsModel local;

    @BeforeContainer
    static void start() {
        stage = new RedisStage(View.BLOCKING, true, Inside::assertNothingLeft);
        alone = new LocalStage();
        shared = model(stage.larder());
        local = model(alone.larder());
    }

    private static TagsModel model(Larder larder) {
        Cache<String, String> cache = larder.cache(
                "modelled",
                String.class,
                String.class,
                spec -> spec.layer(Layer.API)
                        .policy(policy -> CacheContract.calm(policy).staleWhileRevalidate(Duration.ofHours(1)))
                        .tags((key, value) -> TagsModel.tags(value)));
        return new TagsModel(larder, cache);
    }

    @AfterContainer
    static void stop() {
        alone.close();
        stage.close();
    }

    @Provide
    Arbitrary<List<TagsModel.Step>> steps() {
        Arbitrary<Integer> what = Arbitraries.frequency(
                net.jqwik.api.Tuple.of(4, 0),
                net.jqwik.api.Tuple.of(1, 1),
                net.jqwik.api.Tuple.of(6, 2),
                net.jqwik.api.Tuple.of(2, 3));
        return Combinators.combine(what, Arbitraries.integers().between(0, 23))
                .as(TagsModel.Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Property(seed = "91", tries = 100, edgeCases = EdgeCasesMode.NONE)
    void lookup_afterAnySteps_isAsTheModelSays(@ForAll("steps") List<TagsModel.Step> steps) {
        shared.run(steps);
        local.run(steps);
    }
}
