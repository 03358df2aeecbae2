package dev.larder.http.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** A real servlet container with filters and one application, and raw sockets to it. */
final class Container implements AutoCloseable {

    /** What the application does. */
    interface App {
        void answer(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    /** What a client has received. */
    record Reply(int status, Map<String, String> fields, byte[] content, boolean whole) {

        String text() {
            return new String(content, StandardCharsets.UTF_8);
        }

        String field(String name) {
            return fields.get(name);
        }
    }

    final AtomicInteger entered = new AtomicInteger();
    volatile App app = (request, response) -> response.getWriter().print("nothing");
    private final Tomcat tomcat = new Tomcat();
    private final int port;

    Container(Path folder, Filter... filters) throws LifecycleException {
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.setHostname("localhost");
        Context context = tomcat.addContext("", folder.toString());
        for (int i = 0; i < filters.length; i++) {
            FilterDef def = new FilterDef();
            def.setFilterName("filter" + i);
            def.setFilter(filters[i]);
            def.setAsyncSupported("true");
            context.addFilterDef(def);
            FilterMap map = new FilterMap();
            map.setFilterName("filter" + i);
            map.addURLPattern("/*");
            map.setDispatcher(DispatcherType.REQUEST.name());
            context.addFilterMap(map);
        }
        Tomcat.addServlet(context, "app", new Servlet()).setAsyncSupported(true);
        context.addServletMapping("/", "app");
        Tomcat.addServlet(context, "errors", new Errors());
        context.addServletMapping("/errors", "errors");
        ErrorPage page = new ErrorPage();
        page.setLocation("/errors");
        context.addErrorPage(page);
        tomcat.start();
        port = tomcat.getConnector().getLocalPort();
    }

    @SuppressWarnings("serial")
    private final class Servlet extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            entered.incrementAndGet();
            try {
                app.answer(request, response);
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Errors extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("page of error " + response.getStatus());
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        return socket;
    }

    Reply get(String target, String... fields) throws IOException {
        return send("GET", target, "", fields);
    }

    Reply send(String method, String target, String content, String... fields) throws IOException {
        try (Socket socket = connect()) {
            write(socket, method, target, content, fields);
            return read(socket.getInputStream(), method);
        }
    }

    static void write(Socket socket, String method, String target, String content, String... fields)
            throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: grounds.example\r\n");
        for (int i = 0; i < fields.length; i += 2) {
            head.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
        }
        if (!content.isEmpty()) {
            head.append("Content-Length: ").append(content.length()).append("\r\n");
        }
        String all = head + "Connection: close\r\n\r\n" + content;
        socket.getOutputStream().write(all.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads a response of a connection that ends after it. */
    static Reply read(InputStream in, String method) throws IOException {
        List<String> lines = head(in).lines().toList();
        Map<String, String> fields = fields(lines);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        boolean whole = method.equals("HEAD")
                || (fields.containsKey("Transfer-Encoding")
                        ? chunks(in, content)
                        : rest(in, content, Long.parseLong(fields.getOrDefault("Content-Length", "-1"))));
        int status = Integer.parseInt(lines.get(0).split(" ")[1]);
        return new Reply(status, fields, content.toByteArray(), whole);
    }

    private static Map<String, String> fields(List<String> lines) {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.merge(line.substring(0, colon), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
            }
        }
        return fields;
    }

    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no head came");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static boolean rest(InputStream in, ByteArrayOutputStream content, long length) throws IOException {
        in.transferTo(content);
        return length < 0 || content.size() == length;
    }

    private static boolean chunks(InputStream in, ByteArrayOutputStream content) throws IOException {
        while (true) {
            String line = line(in);
            if (line.isEmpty()) {
                return false;
            }
            int size = Integer.parseInt(line.strip(), 16);
            byte[] chunk = in.readNBytes(size);
            content.write(chunk);
            line(in);
            if (size == 0) {
                return true;
            }
            if (chunk.length < size) {
                return false;
            }
        }
    }

    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            line.append((char) next);
            if (next == '\n') {
                break;
            }
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
