package dev.larder.grounds.service;

import dev.larder.grounds.Task;
import dev.larder.grounds.Worker;
import java.util.List;

/** What is shown of a worker: neither where to find them nor what they earn. */
record WorkerView(long id, long version, String name, Worker.Role role, boolean active, List<Task> skills) {

    static WorkerView of(Worker worker) {
        return new WorkerView(
                worker.id(), worker.version(), worker.name(), worker.role(), worker.active(), worker.skills());
    }
}
