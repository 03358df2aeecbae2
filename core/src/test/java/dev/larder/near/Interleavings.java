package dev.larder.near;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Runs a few actors in every order that their steps can take, one step at a time and on one thread, each order from the
 * beginning. Deterministic, as long as the steps are.
 */
final class Interleavings {

    /** Somebody who does one step after another. */
    interface Actor {
        /** Whether the next step can be done now. */
        boolean ready();

        /** Does the next step and returns what it was. */
        String step();
    }

    /** One world, good for one order. */
    interface World {
        List<Actor> actors();

        /** Checks what must hold after each step. */
        void afterStep();

        /** Checks what must hold when nobody can go on. */
        void atEnd();
    }

    /** An actor whose steps are known beforehand; each may wait for a condition. */
    static final class Script implements Actor {
        private record Step(String name, BooleanSupplier ready, Runnable action) {}

        private final String actor;
        private final List<Step> steps = new ArrayList<>();
        private int next;

        Script(String actor) {
            this.actor = actor;
        }

        Script then(String name, Runnable action) {
            return when(() -> true, name, action);
        }

        Script when(BooleanSupplier ready, String name, Runnable action) {
            steps.add(new Step(name, ready, action));
            return this;
        }

        /** Leaves out all steps that are left. */
        void leave() {
            next = steps.size();
        }

        boolean over() {
            return next >= steps.size();
        }

        @Override
        public boolean ready() {
            return !over() && steps.get(next).ready.getAsBoolean();
        }

        @Override
        public String step() {
            Step step = steps.get(next++);
            step.action.run();
            return actor + ": " + step.name;
        }
    }

    private record Choice(int taken, int among) {}

    private Interleavings() {}

    /**
     * Runs all orders.
     *
     * @return their number
     * @throws AssertionError what a check has thrown, with the order in which it did so
     */
    static int runAll(Supplier<? extends World> worlds) {
        List<Choice> path = new ArrayList<>();
        int orders = 0;
        do {
            runOne(worlds.get(), path);
            orders++;
        } while (advance(path));
        return orders;
    }

    private static void runOne(World world, List<Choice> path) {
        List<String> done = new ArrayList<>();
        try {
            for (int depth = 0; ; depth++) {
                List<Actor> ready = world.actors().stream().filter(Actor::ready).toList();
                if (ready.isEmpty()) {
                    break;
                }
                if (depth == path.size()) {
                    path.add(new Choice(0, ready.size()));
                }
                done.add(ready.get(path.get(depth).taken).step());
                world.afterStep();
            }
            world.atEnd();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nafter\n  " + String.join("\n  ", done), e);
        }
    }

    /** Goes on to the next order: the last choice that has an alternative left takes it. */
    private static boolean advance(List<Choice> path) {
        while (!path.isEmpty()) {
            Choice last = path.remove(path.size() - 1);
            if (last.taken + 1 < last.among) {
                path.add(new Choice(last.taken + 1, last.among));
                return true;
            }
        }
        return false;
    }
}
