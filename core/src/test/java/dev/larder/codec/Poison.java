package dev.larder.codec;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/** Bytes that make careless readers run code, or fill their memory. */
record Poison(String name, byte[] bytes) {

    /** Names of classes that such bytes are known to name, and the canary's. */
    static final List<String> GADGETS = List.of(
            Canary.class.getName(),
            "com.sun.rowset.JdbcRowSetImpl",
            "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
            "org.apache.commons.collections.functors.InvokerTransformer",
            "org.apache.commons.collections4.functors.InvokerTransformer",
            "org.springframework.context.support.ClassPathXmlApplicationContext",
            "org.springframework.beans.factory.config.PropertyPathFactoryBean",
            "ch.qos.logback.core.db.DriverManagerConnectionSource",
            "org.hibernate.jmx.StatisticsService",
            "com.zaxxer.hikari.HikariConfig",
            "javax.script.ScriptEngineManager",
            "java.lang.ProcessBuilder",
            "java.net.URL",
            "java.rmi.server.UnicastRemoteObject");

    @Override
    public String toString() {
        return name + ", " + bytes.length + " bytes";
    }

    static List<Poison> all() {
        List<Poison> all = new ArrayList<>();
        for (String gadget : GADGETS) {
            for (String json : naming(gadget)) {
                all.add(json(json));
                all.add(new Poison("cbor of " + json, cbor(json)));
            }
            all.add(new Poison("java stream of " + gadget, javaStream(gadget)));
            all.add(new Poison(
                    "xml of " + gadget,
                    utf8("<?xml version=\"1.0\"?><java class=\"java.beans.XMLDecoder\">" + "<object class=\"" + gadget
                            + "\"><void method=\"start\"/></object></java>")));
            all.add(json("!!" + gadget + " [\"id\"]"));
        }
        all.addAll(bombs());
        all.addAll(binaryBombs());
        return all;
    }

    private static List<String> naming(String gadget) {
        String inner = "{\"command\":\"id\",\"dataSourceName\":\"ldap://127.0.0.1:1/a\",\"autoCommit\":true}";
        List<String> all = new ArrayList<>();
        for (String key : List.of("@class", "@type", "@c", "class", "type", "$type", "_class", "javaClass")) {
            String typed = "{\"" + key + "\":\"" + gadget + "\"," + inner.substring(1);
            all.add(typed);
            all.add("{\"values\":" + typed + "}");
            all.add("{\"any\":" + typed + "}");
            all.add("{\"content\":[{\"a\":" + typed + "}]}");
        }
        String wrapped = "[\"" + gadget + "\"," + inner + "]";
        all.add(wrapped);
        all.add("{\"any\":" + wrapped + "}");
        all.add("{\"values\":" + wrapped + "}");
        all.add("{\"content\":" + wrapped + "}");
        all.add("{\"" + gadget + "\":" + inner + "}");
        return all;
    }

    private static List<Poison> bombs() {
        String in = "{\"any\":";
        List<Poison> all = new ArrayList<>();
        all.add(json("[".repeat(1_000_000)));
        all.add(json("{\"a\":".repeat(300_000)));
        all.add(json(in + "[".repeat(1_000_000)));
        all.add(json("{\"values\":" + "{\"a\":".repeat(300_000)));
        all.add(json("{\"number\":" + "9".repeat(1_000_000) + "}"));
        all.add(json("{\"number\":1e999999999}"));
        all.add(json("{\"number\":-1e-999999999}"));
        all.add(json("{\"any\":1e999999999,\"count\":1e999999999,\"exact\":1e999999999}"));
        all.add(json("{\"any\":0." + "1".repeat(100_000) + "}"));
        all.add(json("{\"values\":{\"a\":\"" + "x".repeat(17 << 20) + "\"}}"));
        all.add(json("{\"" + "x".repeat(1 << 20) + "\":1}"));
        all.add(json("{\"values\":{" + "\"a\":\"b\",".repeat(100_000) + "\"a\":\"b\"}}"));
        all.add(json("{\"values\":{" + collisions(14) + "\"a\":\"b\"}}"));
        all.add(json("\u0000".repeat(1_000)));
        all.add(new Poison("utf-16", "{\"values\":{}}".getBytes(StandardCharsets.UTF_16)));
        all.add(new Poison("utf-32", HexFormat.of().parseHex("0000007b0000007d")));
        return all;
    }

    /** Names that have the same hash code. */
    private static String collisions(int bits) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 1 << bits; i++) {
            all.append('"');
            for (int bit = 0; bit < bits; bit++) {
                all.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            all.append("\":\"b\",");
        }
        return all.toString();
    }

    /** CBOR that claims more than it holds, or nests without end. */
    private static List<Poison> binaryBombs() {
        List<Poison> all = new ArrayList<>();
        for (String head : List.of("", "a163616e79", "a16676616c756573a16161", "a1666e756d626572", "a1656578616374")) {
            for (String bomb : List.of(
                    "7b7fffffffffffffff",
                    "5b7fffffffffffffff",
                    "9b7fffffffffffffff",
                    "bb7fffffffffffffff",
                    "7a7fffffff",
                    "5a7fffffff",
                    "9a7fffffff",
                    "ba7fffffff",
                    "7bffffffffffffffff",
                    "c25a7fffffff",
                    "c4821a7fffffff01",
                    "c4823a7fffffff01",
                    "c4821b7fffffffffffffff01",
                    "c5821a7fffffff01",
                    "d9010081d819187f",
                    "d819187f",
                    "1c",
                    "ff",
                    "f97e00",
                    "fb7ff0000000000000")) {
                byte[] bytes = HexFormat.of().parseHex(head + bomb);
                all.add(new Poison("cbor " + head + bomb, bytes));
                all.add(new Poison("cbor with rest " + head + bomb, Arrays.copyOf(bytes, 100_000)));
            }
            for (int each : new int[] {0x81, 0x9f, 0xbf, 0xa1, 0xc1, 0x7f, 0x5f, 0xd8}) {
                byte[] prefix = HexFormat.of().parseHex(head);
                byte[] deep = new byte[1_000_000];
                Arrays.fill(deep, (byte) each);
                System.arraycopy(prefix, 0, deep, 0, prefix.length);
                all.add(new Poison("cbor " + head + Integer.toHexString(each) + " again and again", deep));
            }
        }
        all.add(new Poison("cbor half of a surrogate pair", HexFormat.of().parseHex("a1647465787463edb0bc")));
        byte[] digits = new byte[1_000_000];
        Arrays.fill(digits, (byte) 0x7f);
        System.arraycopy(HexFormat.of().parseHex("a1666e756d626572c25a000f4200"), 0, digits, 0, 14);
        all.add(new Poison("cbor big number", digits));
        return all;
    }

    private static Poison json(String json) {
        return new Poison(json.length() > 80 ? json.substring(0, 80) + "…" : json, utf8(json));
    }

    private static byte[] cbor(String json) {
        return new CBORMapper().writeValueAsBytes(new JsonMapper().readValue(json, Object.class));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The beginning of an object in Java's own serialisation, by its specification. */
    private static byte[] javaStream(String className) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeShort(0xaced);
            out.writeShort(5);
            out.writeByte('s');
            out.writeByte('r');
            out.writeUTF(className);
            out.writeLong(1);
            out.writeByte(2);
            out.writeShort(0);
            out.writeByte('x');
            out.writeByte('p');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
