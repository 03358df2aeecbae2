package dev.larder.fory;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.apache.fory.config.Config;
import org.apache.fory.context.ReadContext;
import org.apache.fory.context.WriteContext;
import org.apache.fory.memory.MemoryBuffer;
import org.apache.fory.serializer.ImmutableSerializer;
import org.apache.fory.serializer.Shareable;

/** Times with a zone and their offset, which Fory itself leaves out: an hour of each autumn would come back as the other. */
final class ZonedTimes extends ImmutableSerializer<ZonedDateTime> implements Shareable {

    ZonedTimes(Config config) {
        super(config, ZonedDateTime.class, false);
    }

    @Override
    public void write(WriteContext context, ZonedDateTime value) {
        MemoryBuffer buffer = context.getBuffer();
        buffer.writeInt64(value.toLocalDate().toEpochDay());
        buffer.writeInt64(value.toLocalTime().toNanoOfDay());
        buffer.writeInt32(value.getOffset().getTotalSeconds());
        context.writeString(value.getZone().getId());
    }

    @Override
    public ZonedDateTime read(ReadContext context) {
        MemoryBuffer buffer = context.getBuffer();
        LocalDateTime local =
                LocalDateTime.of(LocalDate.ofEpochDay(buffer.readInt64()), LocalTime.ofNanoOfDay(buffer.readInt64()));
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(buffer.readInt32());
        return ZonedDateTime.ofInstant(local, offset, ZoneId.of(context.readString()));
    }
}
