package io.apibuddy.bootstrap.system;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.contract.RawUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The whole product with the policy {@code http} between raw sockets and with a manual clock. A
 * test gives the upstream's answers for each resource. Open until all tests of its class have run.
 * Not thread-safe.
 */
final class ScriptedProxy implements AfterAllCallback {
  /** An HTTP-date: its format and how many seconds from now it is. */
  private static final Pattern DATE = Pattern.compile("\\{(imf|850|asctime)([+-]\\d+)}");

  private static final DateTimeFormatter IMF = format("EEE, dd MMM yyyy HH:mm:ss 'GMT'");
  private static final DateTimeFormatter RFC_850 = format("EEEE, dd-MMM-yy HH:mm:ss 'GMT'");
  private static final DateTimeFormatter ASCTIME = format("EEE MMM ppd HH:mm:ss yyyy");

  private static final int TIMEOUT_MILLIS = 50_000;

  private final ManualClock clock = new ManualClock();
  private final Map<String, Queue<String>> scripts = new ConcurrentHashMap<>();
  private final Map<String, List<String>> received = new ConcurrentHashMap<>();
  private final RawUpstream upstream;
  private final CachingProxy proxy;
  private int resources;

  ScriptedProxy() {
    try {
      upstream = new RawUpstream(this::converse);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    proxy =
        CachingProxy.builder()
            .map("api", upstream.origin() + "/base")
            .set("cache.policy", "http")
            .clock(clock)
            .start();
  }

  /** The answer that a client got; {@code head} includes the status line. */
  record Answer(int status, String head, String body) {

    static Answer of(String text) {
      int end = text.indexOf("\r\n\r\n");
      String head = text.substring(0, end + 2);
      return new Answer(Integer.parseInt(head.substring(9, 12)), head, text.substring(end + 4));
    }

    /** Returns all values of a field, joined by a comma; empty without it. */
    String field(String name) {
      return ScriptedProxy.field(head, name);
    }
  }

  /** Returns all values of a field in a head, joined by a comma; empty without it. */
  static String field(String head, String name) {
    StringBuilder values = new StringBuilder();
    for (String line : head.split("\r\n", -1)) {
      if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
        values
            .append(values.isEmpty() ? "" : ", ")
            .append(line.substring(name.length() + 1).trim());
      }
    }
    return values.toString();
  }

  /**
   * Returns a new resource.
   *
   * @param responses the upstream's answers to successive requests; the last one is repeated. An
   *     empty one closes the connection
   */
  String resource(String... responses) {
    String path = "/" + ++resources;
    scripts.put("/base" + path, new ConcurrentLinkedQueue<>(List.of(responses)));
    return path;
  }

  /** Returns a response with the content {@code content}; fields are separated by ampersands. */
  String ok(String fields) {
    return response(200, fields, "content");
  }

  /** Returns a 304. */
  String notModified(String fields) {
    return "HTTP/1.1 304 x\r\n" + lines(fields) + "\r\n";
  }

  String response(int status, String fields, String content) {
    String length = status == 204 ? "" : "Content-Length: " + content.length() + "\r\n";
    return "HTTP/1.1 " + status + " x\r\n" + lines(fields) + length + "\r\n" + content;
  }

  /** Sends a GET request for a resource; fields are separated by ampersands. */
  Answer get(String path, String fields) throws IOException {
    return ask("GET", path, fields);
  }

  Answer ask(String method, String path, String fields) throws IOException {
    String request =
        method + " /api" + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket
          .getOutputStream()
          .write((request + lines(fields) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      return Answer.of(
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
    }
  }

  /** Advances the clock. */
  void pass(long seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  /** Returns the heads of the requests for a resource that reached the upstream. */
  List<String> received(String path) {
    return received.getOrDefault("/base" + path, List.of());
  }

  private String lines(String fields) {
    StringBuilder lines = new StringBuilder();
    for (String field : fields.isEmpty() ? new String[0] : fields.split(" & ", -1)) {
      lines.append(dated(field)).append("\r\n");
    }
    return lines.toString();
  }

  private String dated(String text) {
    return DATE.matcher(text)
        .replaceAll(date -> date(date.group(1), Long.parseLong(date.group(2))));
  }

  private String date(String format, long secondsFromNow) {
    DateTimeFormatter formatter =
        switch (format) {
          case "850" -> RFC_850;
          case "asctime" -> ASCTIME;
          default -> IMF;
        };
    return formatter.format(clock.instant().plusSeconds(secondsFromNow));
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  private void converse(RawUpstream.Peer peer) throws IOException {
    while (true) {
      String head = peer.skipRequest();
      String path = head.split(" ", 3)[1];
      received.computeIfAbsent(path, any -> new CopyOnWriteArrayList<>()).add(head);
      Queue<String> script = Objects.requireNonNull(scripts.get(path), path);
      String response = script.size() > 1 ? script.remove() : script.element();
      if (response.isEmpty()) {
        return;
      }
      boolean whole = !head.startsWith("HEAD");
      peer.send(
          (whole ? response : response.substring(0, response.indexOf("\r\n\r\n") + 4))
              .getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    proxy.close();
    upstream.close();
  }
}
