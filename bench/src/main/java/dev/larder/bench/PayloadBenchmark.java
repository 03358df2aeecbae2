package dev.larder.bench;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.config.TinkConfig2026;
import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import dev.larder.compress.Packed;
import dev.larder.compress.Packer;
import dev.larder.compress.Training;
import dev.larder.crypto.Keyring;
import dev.larder.envelope.Envelope;
import dev.larder.envelope.Envelopes;
import dev.larder.envelope.Packing;
import dev.larder.envelope.Slice;
import dev.larder.grounds.Contract;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to pack and to seal a contract of about 1 KB, beside turning it into JSON and back. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up methods first
public class PayloadBenchmark {

    private static final long CREATED = 1_700_000_000_000L;
    private static final long LATER = CREATED + 600_000;
    private static final List<String> TAGS = List.of("tag:area:7", "tag:contract:42");

    private final Serializer<Contract> serializer = Serializers.json(Contract.class);
    private final Serializer<Contract> cbor =
            java.util.Objects.requireNonNull(Contracts.binaries().get("CBOR"));
    private final Serializer<Contract> fory =
            java.util.Objects.requireNonNull(Contracts.binaries().get("Fory"));
    private final byte[] name = "larder:contracts:{12345}".getBytes(StandardCharsets.US_ASCII);
    private final Packer packer = new Packer(true);
    private Keyring keyring;
    private Contract[] contracts;
    private byte[][] json;
    private byte[][] cborBytes;
    private byte[][] foryBytes;
    private Packed[] packed;
    private byte[][] sealed;
    private int position;

    /** Trains a dictionary on other contracts, and packs and seals all. */
    @Setup
    public void prepare() throws GeneralSecurityException {
        keyring = Keyring.of(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TinkConfig2026.get()));
        new Contracts(2, 1_000, 0, Integer.MAX_VALUE).forEach(contract -> packer.pack(serializer.write(contract), 0));
        Training training = packer.train();
        packer.adopt(java.util.Objects.requireNonNull(training.dictionary()), LATER, training.ratio());
        contracts = Contracts.ofAKilobyte(1, 1_000).list().toArray(new Contract[0]);
        json = new byte[contracts.length][];
        cborBytes = new byte[contracts.length][];
        foryBytes = new byte[contracts.length][];
        packed = new Packed[contracts.length];
        sealed = new byte[contracts.length][];
        for (int i = 0; i < contracts.length; i++) {
            json[i] = serializer.write(contracts[i]);
            cborBytes[i] = cbor.write(contracts[i]);
            foryBytes[i] = fory.write(contracts[i]);
            packed[i] = packer.pack(json[i], LATER);
            sealed[i] = seal(contracts[i]);
        }
    }

    private int next() {
        position = position + 1 == contracts.length ? 0 : position + 1;
        return position;
    }

    private byte[] seal(Contract contract) {
        Packed value = packer.pack(serializer.write(contract), LATER);
        Envelope envelope = new Envelope(
                contract.id(),
                false,
                false,
                CREATED,
                CREATED + 300_000,
                LATER,
                300_000,
                1_000,
                42,
                43,
                TAGS,
                value.compressed() ? Packing.compressed(value.dictionary(), value.plainLength()) : Packing.PLAIN,
                Slice.of(value.bytes()));
        return Envelopes.seal(envelope, name, keyring, 0);
    }

    /** From CBOR. */
    @Benchmark
    public Contract decodeCbor() {
        byte[] bytes = cborBytes[next()];
        return cbor.read(bytes, 0, bytes.length);
    }

    /** To CBOR. */
    @Benchmark
    public byte[] encodeCbor() {
        return cbor.write(contracts[next()]);
    }

    /** From Fory's form. */
    @Benchmark
    public Contract decodeFory() {
        byte[] bytes = foryBytes[next()];
        return fory.read(bytes, 0, bytes.length);
    }

    /** To Fory's form. */
    @Benchmark
    public byte[] encodeFory() {
        return fory.write(contracts[next()]);
    }

    /** From JSON. */
    @Benchmark
    public Contract decode() {
        byte[] bytes = json[next()];
        return serializer.read(bytes, 0, bytes.length);
    }

    /** To JSON. */
    @Benchmark
    public byte[] encode() {
        return serializer.write(contracts[next()]);
    }

    /** Verified, decrypted, unpacked, and from JSON. */
    @Benchmark
    public Contract open() {
        Envelope envelope = (Envelope) Envelopes.open(sealed[next()], name, keyring, true);
        Slice payload = envelope.payload();
        Packing packing = envelope.packing();
        byte[] plain = java.util.Objects.requireNonNull(packer.unpack(
                payload.array(), payload.offset(), payload.length(), packing.plainLength(), packing.dictionary()));
        return serializer.read(plain, 0, plain.length);
    }

    /** To JSON, packed and sealed. */
    @Benchmark
    public byte[] seal() {
        return seal(contracts[next()]);
    }

    /** Unpacked alone. */
    @Benchmark
    public byte[] unpack() {
        Packed value = packed[next()];
        return java.util.Objects.requireNonNull(
                packer.unpack(value.bytes(), 0, value.bytes().length, value.plainLength(), value.dictionary()));
    }

    /** A byte copied from one array into a new one. */
    @Benchmark
    public byte[] copy() {
        return json[next()].clone();
    }
}
