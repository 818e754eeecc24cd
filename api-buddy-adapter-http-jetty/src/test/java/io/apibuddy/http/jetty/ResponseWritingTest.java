package io.apibuddy.http.jetty;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.EndlessStream;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.HttpFrontend;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.Rejection;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.time.Ticker;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ResponseWritingTest extends FrontendTestSupport {

  /** The number of bytes to read at a time, few enough to leave most of a response unread. */
  private static final int READ_SIZE = 4 << 10;

  @Test
  void writesABodyInMemoryWithItsLengthAndNoOtherFields() throws IOException {
    handler.script = request -> handler.response(200, bytes("hello"), "X-A", "1", "X-A", "2");
    try (RawConnection client = connect()) {
      assertThat(client.send(GET).readMessage())
          .isEqualTo("HTTP/1.1 200 OK\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 5\r\n\r\nhello");
    }
  }

  @ParameterizedTest
  @CsvSource({"426, 'Upgrade: HTTP/1.1\r\nConnection: Upgrade\r\n'", "200, ''"})
  void onlyA426NamesTheProtocolThatIsAccepted(int status, String fields) throws IOException {
    handler.script = request -> handler.response(status, bytes(""), "Upgrade", "HTTP/1.1");
    try (RawConnection client = connect()) {
      assertThat(client.send(GET).readMessage())
          .endsWith("\r\nContent-Length: 0\r\n" + fields + "\r\n");
      assertThat(client.send(LAST_GET).readToEnd())
          .endsWith("\r\nContent-Length: 0\r\n" + fields + "Connection: close\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 600, 5000, 100_000})
  void writesAHeadOfAnyLength(int length) throws IOException {
    String value = "a".repeat(length);
    handler.script = request -> handler.response(200, bytes("hello"), "X-A", value, "X-B", "b");
    String answer =
        "HTTP/1.1 200 OK\r\nX-A: " + value + "\r\nX-B: b\r\nContent-Length: 5\r\n\r\nhello";
    try (RawConnection client = connect()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.send(GET).readMessage()).isEqualTo(answer);
      }
    }
  }

  @Test
  void writesARepeatedResponseHeadAsEachRequestNeedsIt() throws IOException {
    ResponseHead head = new ResponseHead(200, Headers.of("X-A", "1", "Content-Length", "7"));
    handler.immediate =
        request -> handler.response(head, bytes(request.head().target().substring(1)));
    String usual = "HTTP/1.1\r\nHost: h\r\n";
    try (RawConnection client = connect()) {
      for (int i = 0; i < 3; i++) {
        for (String content : List.of("short", "short", "short", "longer", "longer", "", "")) {
          assertThat(client.send("GET /" + content + " " + usual + "\r\n").readMessage())
              .isEqualTo(headWith(content.length(), "") + content);
        }
        assertThat(client.send("HEAD / " + usual + "\r\n").readHead()).isEqualTo(headWith(7, ""));
        client.send("GET / " + usual + "\r\n").readMessage();
        client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(client.readMessage()).isEqualTo(headWith(0, "Connection: keep-alive\r\n"));
        client.send("GET / " + usual + "\r\n").readMessage();
      }
      client.send("GET / " + usual + "Connection: close\r\n\r\n");
      assertThat(client.readToEnd()).isEqualTo(headWith(0, "Connection: close\r\n"));
    }
  }

  @Test
  void writesARepeatedResponseWholeToEachOfSeveralClients() throws IOException {
    ResponseHead head = new ResponseHead(200, Headers.of("X-A", "1"));
    Body digits = bytes("0123456789".repeat(1 << 20));
    Body letters = bytes("abcdefghij".repeat(1 << 20)); // of the same length
    handler.immediate =
        request ->
            handler.response(head, request.head().target().equals("/letters") ? letters : digits);
    InetSocketAddress address = start(Map.of());
    String getLetters = "GET /letters HTTP/1.1\r\nHost: h\r\n\r\n";
    try (RawConnection slow = RawConnection.narrow(address);
        RawConnection quick = RawConnection.to(address)) {
      for (int i = 0; i < 3; i++) {
        requireContent(quick.send(GET), digits);
      }
      slow.send(GET).readHead(); // and no content yet
      requireContent(quick.send(GET), digits);
      requireContent(quick.send(getLetters), letters);
      requireContent(quick.send(GET), digits);
      assertThat(slow.read((int) digits.length()).equals(text(digits))).isTrue();
      requireContent(slow.send(GET), digits);
      requireContent(quick.send(getLetters), letters);
    }
  }

  private static void requireContent(RawConnection client, Body content) throws IOException {
    assertThat(client.readMessage().endsWith("\r\n\r\n" + text(content))).isTrue();
  }

  private static String text(Body content) throws IOException {
    return new String(content.stream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static String headWith(int length, String connection) {
    return "HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: " + length + "\r\n" + connection + "\r\n";
  }

  @Test
  void writesImmediateResponsesOfTheHandler() throws IOException {
    handler.immediate = request -> handler.text("now " + request.head().target());
    try (RawConnection client = connect()) {
      for (int i = 0; i < 100; i++) {
        String target = "/" + i;
        client.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(client.readMessage()).endsWith("\r\n\r\nnow " + target);
      }
      await().until(() -> handler.closed.get() == 100);
    }
  }

  @Test
  void streamsAnImmediateResponseThatIsNotInMemory() throws IOException {
    handler.immediate = request -> handler.response(200, stream("streamed", -1));
    assertThat(exchange(LAST_GET)).endsWith("\r\n\r\n8\r\nstreamed\r\n0\r\n\r\n");
  }

  @Test
  void answersPipelinedRequestsInTheirOrder() throws IOException {
    handler.immediate =
        request -> request.head().target().startsWith("/now") ? handler.text("[now]") : null;
    String pipeline =
        "GET /now HTTP/1.1\r\nHost: h\r\n\r\n"
            + "GET /1 HTTP/1.1\r\nHost: h\r\n\r\n"
            + "POST /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
            + "GET /now HTTP/1.1\r\nHost: h\r\n\r\n"
            + "GET /3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    handler.script =
        request -> {
          request.body().stream().readAllBytes();
          return handler.text("[" + request.head().target() + "]");
        };
    String answers = exchange(pipeline);
    assertThat(answers.replaceAll("(?s)HTTP/1.1 200 OK\r\n.*?\r\n\r\n", ""))
        .isEqualTo("[now][/1][/2][now][/3]");
  }

  @Test
  void streamsInChunksWithTrailers() throws IOException {
    handler.script =
        request ->
            handler.response(
                200,
                new Body.Stream() {
                  private final InputStream source = new ByteArrayInputStream(new byte[] {'x'});

                  @Override
                  public InputStream stream() {
                    return source;
                  }

                  @Override
                  public long length() {
                    return -1;
                  }

                  @Override
                  public Headers trailers() {
                    return Headers.of("X-Sum", "1", "Content-Length", "9");
                  }

                  @Override
                  public void close() {}
                });
    assertThat(exchange(LAST_GET))
        .isEqualTo(
            String.join(
                "\r\n",
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: chunked",
                "Connection: close",
                "",
                "1",
                "x",
                "0",
                "X-Sum: 1",
                "",
                ""));
  }

  @Test
  void keepsTheConnectionAfterChunksThatWereAvailableAtOnce() throws IOException {
    byte[] content = "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
    handler.script =
        request -> handler.response(200, Body.Stream.of(new ByteArrayInputStream(content), -1));
    String answers = exchange(GET + LAST_GET);

    assertThat(answers).endsWith("\r\n0\r\n\r\n");
    assertThat(answers.split("HTTP/1.1 200 OK\r\n", -1)).hasSize(3);
    assertThat(answers.chars().filter(c -> c == 'x').count()).isEqualTo(200_000);
  }

  @Test
  void flushesEachEventBeforeTheNextIsRead() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    handler.script = request -> handler.response(200, Body.Stream.of(new EventStream(events), -1));
    try (RawConnection client = connect()) {
      assertThat(client.send(LAST_GET).readHead()).contains("chunked");
      events.add("first");
      assertThat(client.read(10)).isEqualTo("5\r\nfirst\r\n");
      events.add("second");
      assertThat(client.read(11)).isEqualTo("6\r\nsecond\r\n");
      events.add("");
      assertThat(client.readToEnd()).isEqualTo("0\r\n\r\n");
    }
  }

  @Test
  void writesContentLengthZeroForAnEmptyBody() throws IOException {
    handler.script = request -> handler.response(200, Body.EMPTY);
    try (RawConnection client = connect()) {
      assertThat(client.send(GET).readHead())
          .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      assertThat(client.send(GET).readHead()).contains("Content-Length: 0\r\n");
    }
  }

  @Test
  void doesNotTakeAReadOfZeroBytesForTheEnd() throws IOException {
    InputStream hesitant =
        new FilterInputStream(new ByteArrayInputStream(new byte[] {'x'})) {
          private boolean asked;

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            boolean first = !asked;
            asked = true;
            return first ? 0 : super.read(target, offset, length);
          }
        };
    handler.script = request -> handler.response(200, Body.Stream.of(hesitant, -1));
    assertThat(exchange(LAST_GET)).endsWith("\r\n\r\n1\r\nx\r\n0\r\n\r\n");
  }

  @Test
  void delimitsAStreamForHttp10ByTheEndOfTheConnection() throws IOException {
    handler.script = request -> handler.response(200, stream("abc", -1));
    assertThat(exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"))
        .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc");
  }

  @Test
  void keepsAnHttp10ConnectionThatAsksForIt() throws IOException {
    try (RawConnection client = connect()) {
      client.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
      assertThat(client.readMessage()).contains("Connection: keep-alive").endsWith("hello");
      client.send("GET / HTTP/1.0\r\n\r\n");
      assertThat(client.readToEnd()).contains("Connection: close").endsWith("hello");
    }
    String undecided = "GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n";
    newFrontend(Map.of());
    assertThat(exchange(undecided)).contains("Connection: close").endsWith("hello");
  }

  @Test
  void answersHeadWithTheLengthAndNoBody() throws IOException {
    handler.script = request -> handler.response(200, Body.EMPTY, "Content-Length", "1234");
    assertThat(exchange("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
        .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\nConnection: close\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource({"HEAD, 200", "GET, 204", "GET, 304"})
  void writesNoContentInResponsesThatMustNotHaveAny(String method, int status) throws IOException {
    handler.script = request -> handler.response(status, stream("abc", 3));
    String request = method + " / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    assertThat(exchange(request)).startsWith("HTTP/1.1 " + status + " ").endsWith("\r\n\r\n");
    await().until(() -> handler.closed.get() == 1);
  }

  @Test
  void writesNoLengthFor204AndKeepsTheConnection() throws IOException {
    handler.script = request -> handler.response(204, Body.EMPTY);
    try (RawConnection client = connect()) {
      assertThat(client.send(GET).readHead()).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
      assertThat(client.send(GET).readHead()).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
    }
  }

  @Test
  void resetsTheConnectionOfAnHttp10ClientWhenABodyBreaks() throws IOException {
    handler.script = request -> handler.response(200, Body.Stream.of(new BreakingStream(), -1));
    try (RawConnection client = connect()) {
      client.send("GET / HTTP/1.0\r\n\r\n").readHead();
      assertThatThrownBy(client::readToEnd).isInstanceOf(SocketException.class);
    }
    await().until(() -> handler.closed.get() == 1);
  }

  @Test
  void endsWithoutTheLastChunkWhenABodyBreaks() throws IOException {
    handler.script = request -> handler.response(200, Body.Stream.of(new BreakingStream(), -1));
    try (RawConnection client = connect()) {
      client.send(GET).readHead();
      assertThat(client.readToEnd()).isEqualTo("3\r\n\0\0\0\r\n");
    }
    await().until(() -> handler.closed.get() == 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "abcdef"})
  void resetsTheConnectionWhenABodyIsShorterOrLongerThanAnnounced(String body) throws IOException {
    handler.script = request -> handler.response(200, stream(body, -1), "Content-Length", "5");
    InetSocketAddress address = start();
    for (String request : new String[] {GET, "GET / HTTP/1.0\r\n\r\n"}) {
      try (RawConnection client = RawConnection.to(address).send(request)) {
        assertThatThrownBy(client::readToEnd).isInstanceOf(SocketException.class);
      }
    }
  }

  /** A reset would discard bytes that the kernel has not sent yet. */
  @Test
  void brokenResponseDoesNotTruncateEarlierPipelinedOnes() throws IOException {
    String whole = "x".repeat(150_000);
    handler.immediate =
        request -> request.head().target().equals("/a") ? handler.text(whole) : null;
    handler.script = request -> handler.response(200, Body.Stream.of(new BreakingStream(), -1));
    InetSocketAddress address = start();
    try (RawConnection client = RawConnection.narrow(address)) {
      client.send(GET + GET.replace("/a", "/b") + GET);
      StringBuilder seen = new StringBuilder(client.readHead());
      await()
          .until(
              () -> { // reads, since the next response is sent only when the kernels have room
                boolean over = handler.closed.get() == 2;
                if (!over && seen.length() < whole.length() - READ_SIZE) {
                  seen.append(client.read(READ_SIZE));
                }
                return over;
              });
      assertThat(seen.append(client.readToEnd()))
          .contains("\r\n\r\n" + whole + "HTTP/1.1 200 ")
          .endsWith("3\r\n\0\0\0\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.1"})
  void resetsTheConnectionOfAClientThatDoesNotRead(String version) throws IOException {
    handler.script = request -> handler.response(200, Body.Stream.of(new EndlessStream(), -1));
    InetSocketAddress address = start(Map.of("client_idle_timeout", Duration.ofSeconds(1)));
    try (RawConnection client = RawConnection.to(address)) {
      client.send("GET / HTTP/" + version + "\r\nHost: h\r\n\r\n");
      await().until(() -> handler.closed.get() == 1);
      assertThatThrownBy(client::readToEnd).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void sendsInterimResponsesAheadOfTheFinalOne() throws IOException {
    handler.script =
        request -> {
          request.interim(new ResponseHead(103, Headers.of("Link", "</a>")));
          return handler.text("x");
        };
    assertThat(exchange(LAST_GET))
        .startsWith("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n");
    newFrontend(Map.of());
    assertThat(exchange("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void answersAHandlerFailureWith500AndKeepsTheConnection() throws IOException {
    InetSocketAddress address = start();
    try (RawConnection client = RawConnection.to(address)) {
      handler.script =
          request -> {
            throw new IllegalStateException("bug");
          };
      assertThat(client.send(GET).readMessage()).startsWith("HTTP/1.1 500 ");
      handler.script = request -> handler.text("well");
      handler.immediate =
          request -> {
            throw new StackOverflowError();
          };
      assertThat(client.send(GET).readMessage()).startsWith("HTTP/1.1 500 ");
      handler.immediate = null;
      assertThat(client.send(GET).readMessage()).endsWith("well");
    }
  }

  @Test
  void reportsTypeAndPlaceOfAHandlerFailureButNotItsMessage() throws IOException {
    handler.script =
        request -> {
          throw new IllegalStateException("a secret");
        };
    RecordingNotices notices = new RecordingNotices();
    try (HttpFrontend frontend = reportingTo(notices, handler);
        RawConnection client = RawConnection.to(frontend.start())) {
      assertThat(client.send(GET).readMessage()).startsWith("HTTP/1.1 500 ");
      handler.script = request -> handler.response(200, Body.Stream.of(failingStream(), -1));
      client.send(GET).readHead();
      assertThat(client.readToEnd()).isEmpty();
    }
    assertThat(notices.codes()).containsExactly("handler-failed", "handler-failed");
    assertThat(notices.reported())
        .extracting(Notice::message)
        .allSatisfy(
            message ->
                assertThat(message)
                    .contains("java.lang.IllegalStateException at ", "ResponseWritingTest")
                    .doesNotContain("secret"));
  }

  @Test
  void resetsTheConnectionIfTheHandlerCannotRenderItsOwnFailure() throws IOException {
    ExchangeHandler speechless =
        new ExchangeHandler() {
          @Override
          public ProxyResponse handle(ProxyRequest request) {
            throw new IllegalStateException("a bug");
          }

          @Override
          public ProxyResponse rejected(Rejection rejection) {
            throw new IllegalStateException("another");
          }
        };
    RecordingNotices notices = new RecordingNotices();
    try (HttpFrontend frontend = reportingTo(notices, speechless);
        RawConnection client = RawConnection.to(frontend.start()).send(GET)) {
      assertThatThrownBy(client::readToEnd).isInstanceOf(SocketException.class);
    }
    assertThat(notices.codes()).containsExactly("handler-failed", "handler-failed");
  }

  private static InputStream failingStream() {
    return new FilterInputStream(InputStream.nullInputStream()) {
      @Override
      public int read(byte[] target, int offset, int length) {
        throw new IllegalStateException("a secret");
      }
    };
  }

  private static HttpFrontend reportingTo(Notices notices, ExchangeHandler handler) {
    AdapterContext context =
        new AdapterContext(
            Settings.of(Map.of("port", 0L, "shutdown_grace", Duration.ZERO)),
            InstantSource.system(),
            Ticker.system(),
            notices);
    return new JettyHttpFrontendProvider().create(context, handler);
  }

  @ParameterizedTest
  @ValueSource(strings = {"on a worker", "at once", "eventually"})
  void resetsTheConnectionOfAResponseThatCannotBeWritten(String made) throws IOException {
    AtomicInteger gone = new AtomicInteger();
    TestHandler.Script failing =
        request -> {
          request.onClientGone(gone::incrementAndGet);
          return unwritable();
        };
    switch (made) {
      case "on a worker" -> handler.script = failing;
      case "at once" -> handler.immediate = failing;
      default ->
          handler.eventual =
              request -> {
                request.onClientGone(gone::incrementAndGet);
                return CompletableFuture.supplyAsync(this::unwritable);
              };
    }
    InetSocketAddress address = start(Map.of("max_connections", 1L));
    for (int i = 1; i <= 3; i++) {
      try (RawConnection client = RawConnection.to(address).send(GET)) {
        assertThatThrownBy(client::readToEnd).isInstanceOf(SocketException.class);
      }
      int broken = i;
      await().until(() -> handler.closed.get() == broken && gone.get() == broken);
    }
  }

  /** Returns a response that fails while it is written, as for want of memory. */
  private ProxyResponse unwritable() {
    ProxyResponse well = handler.text("x");
    return new ProxyResponse() {
      @Override
      public ResponseHead head() {
        throw new StackOverflowError();
      }

      @Override
      public Body body() {
        return well.body();
      }

      @Override
      public void close() {
        well.close();
      }
    };
  }

  @Test
  void carriesALargeBodyInBothDirections() throws IOException {
    byte[] chunk = new byte[1 << 20];
    for (int i = 0; i < chunk.length; i++) {
      chunk[i] = (byte) (i % 251); // so that no two buffers are equal
    }
    String text = new String(chunk, StandardCharsets.ISO_8859_1);
    handler.script = request -> handler.response(200, request.body());
    try (RawConnection client = connect()) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 52428800\r\n\r\n");
                  for (int i = 0; i < 50; i++) {
                    client.send(chunk);
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      sender.start();
      assertThat(client.readHead()).contains("Content-Length: 52428800");
      for (int i = 0; i < 50; i++) {
        assertThat(client.read(1 << 20).equals(text)).isTrue();
      }
      assertThat(client.send(GET).readHead()).startsWith("HTTP/1.1 200 OK");
    }
  }

  private static Body bytes(String text) {
    return new Body.Bytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Body stream(String text, long length) {
    return Body.Stream.of(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)) {
          @Override
          public synchronized int available() {
            return 0;
          }
        },
        length);
  }

  /** A stream that returns each event as soon as the test adds it; an empty one is the end. */
  private static final class EventStream extends InputStream {
    private final BlockingQueue<String> events;

    EventStream(BlockingQueue<String> events) {
      this.events = events;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        byte[] event = events.take().getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(event, 0, target, offset, event.length);
        return event.length == 0 ? -1 : event.length;
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private static final class BreakingStream extends InputStream {
    private final InputStream start = new ByteArrayInputStream(new byte[3]);

    @Override
    public int read() throws IOException {
      int next = start.read();
      if (next < 0) {
        throw new IOException("broken");
      }
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = start.read(target, offset, length);
      if (count < 0) {
        throw new IOException("broken");
      }
      return count;
    }
  }
}
