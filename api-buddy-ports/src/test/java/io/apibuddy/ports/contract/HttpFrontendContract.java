package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.HttpFrontend;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.Rejection;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.spi.Settings;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Contract tests for {@link HttpFrontend}: its life cycle and its reconfiguration, as seen by
 * clients that send raw bytes.
 */
@Timeout(60)
public interface HttpFrontendContract {

  /** Returns a front end that is not started yet. */
  HttpFrontend newFrontend(Settings settings, ExchangeHandler handler);

  @Test
  default void frontendStartsOnlyOnceAndNeverAfterClose() throws Exception {
    try (HttpFrontend frontend = newFrontend(on(0), new Echo())) {
      assertThat(frontend.start().getPort()).isPositive();
      assertThatThrownBy(frontend::start).isInstanceOf(IllegalStateException.class);
    }
    HttpFrontend never = newFrontend(on(0), new Echo());
    never.close();
    never.close();
    assertThatThrownBy(never::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void startFailsAsLongAsThePortIsInUse() throws Exception {
    long port;
    try (HttpFrontend first = newFrontend(on(0), new Echo())) {
      port = first.start().getPort();
      try (HttpFrontend second = newFrontend(on(port), new Echo())) {
        assertThatThrownBy(second::start)
            .isInstanceOf(BindException.class)
            .hasMessageContaining(Long.toString(port));
      }
    }
    try (HttpFrontend third = newFrontend(on(port), new Echo());
        Socket client = connect(third)) {
      assertThat(status(client, post("abc"))).isEqualTo(200);
    }
  }

  @Test
  default void closeEndsOpenConnectionsAndMayBeRepeated() throws Exception {
    HttpFrontend frontend = newFrontend(with("shutdown_grace", Duration.ZERO), new Echo());
    try (Socket idle = connect(frontend)) {
      assertThat(status(idle, post("abc"))).isEqualTo(200);

      frontend.close();
      frontend.close();

      assertThat(idle.getInputStream().read()).isEqualTo(-1);
      assertThatThrownBy(() -> new Socket(idle.getInetAddress(), idle.getPort()).close())
          .isInstanceOf(IOException.class);
    } finally {
      frontend.close();
    }
  }

  @Test
  default void everyResponseIsClosedAndAHandlerFailureIsAnsweredWith500() throws Exception {
    Echo echo =
        new Echo(
            () -> {
              throw new IllegalStateException("expected");
            });
    try (HttpFrontend frontend = newFrontend(on(0), echo);
        Socket client = connect(frontend)) {
      assertThat(status(client, post("abc"))).isEqualTo(500);
    }
    Echo well = new Echo();
    HttpFrontend frontend = newFrontend(on(0), well);
    try (Socket client = connect(frontend)) {
      assertThat(status(client, post("abc"))).isEqualTo(200);
      assertThat(status(client, post("abc"))).isEqualTo(200);
    } finally {
      frontend.close();
    }
    assertThat(well.unclosed()).isZero();
  }

  @Test
  default void newSizeLimitAppliesToTheNextRequestOnAnOpenConnection() throws Exception {
    try (HttpFrontend frontend = newFrontend(with("max_request_size", 3L), new Echo());
        Socket client = connect(frontend)) {
      assertThat(status(client, post("abc"))).isEqualTo(200);

      frontend.reconfigure(with("max_request_size", 5L));
      assertThat(status(client, post("abcde"))).isEqualTo(200);

      frontend.reconfigure(with("max_request_size", 4L));
      assertThat(status(client, post("abcde"))).isEqualTo(413);
    }
  }

  @Test
  default void requestInProgressKeepsTheSizeLimitItBeganWith() throws Exception {
    Gate working = new Gate();
    Echo echo = new Echo(working::open);
    try (HttpFrontend frontend = newFrontend(with("max_request_size", 0L), echo);
        Socket client = connect(frontend)) {
      send(client, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
      working.pass();

      frontend.reconfigure(with("max_request_size", 2L));

      assertThat(status(client, "3\r\ndef\r\n0\r\n\r\n")).isEqualTo(200);
      assertThat(status(client, post("abc"))).isEqualTo(413);
    }
  }

  @Test
  default void newIdleTimeoutAppliesToAConnectionThatIsAlreadyIdle() throws Exception {
    try (HttpFrontend frontend =
            newFrontend(with("client_idle_timeout", Duration.ofHours(1)), new Echo());
        Socket client = connect(frontend)) {
      assertThat(status(client, post("abc"))).isEqualTo(200);

      frontend.reconfigure(with("client_idle_timeout", Duration.ofMillis(200)));

      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  default void reconfigureRefusesSettingsThatNeedARestartAndChangesNothing() throws Exception {
    try (HttpFrontend frontend = newFrontend(with("max_request_size", 3L), new Echo());
        Socket client = connect(frontend)) {
      for (Map.Entry<String, Object> fixed :
          Map.<String, Object>of("host", "localhost", "port", 1L, "max_workers", 7L).entrySet()) {
        Map<String, Object> changed = new HashMap<>(Map.of("port", 0L, "max_request_size", 1L));
        changed.put(fixed.getKey(), fixed.getValue());
        assertThatThrownBy(() -> frontend.reconfigure(Settings.of(changed)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith(fixed.getKey() + ": ");
      }
      assertThatThrownBy(() -> frontend.reconfigure(with("max_request_size", -1L)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("max_request_size: ");

      assertThat(status(client, post("abc"))).isEqualTo(200);
      assertThat(status(client, post("abcd"))).isEqualTo(413);
    }
  }

  private static Settings on(long port) {
    return Settings.of(Map.of("port", port));
  }

  private static Settings with(String name, Object value) {
    return Settings.of(Map.of("port", 0L, name, value));
  }

  private static Socket connect(HttpFrontend frontend) throws IOException {
    InetSocketAddress address = frontend.start();
    Socket client = new Socket(address.getAddress(), address.getPort());
    client.setSoTimeout(30_000);
    return client;
  }

  private static String post(String content) {
    return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: "
        + content.length()
        + "\r\n\r\n"
        + content;
  }

  private static void send(Socket client, String bytes) throws IOException {
    client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Returns the status code of a response without content. */
  private static int status(Socket client, String bytes) throws IOException {
    send(client, bytes);
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = client.getInputStream().read();
      if (next < 0) {
        throw new EOFException("ended after: " + head.toString(StandardCharsets.ISO_8859_1));
      }
      head.write(next);
    }
    return Integer.parseInt(head.toString(StandardCharsets.ISO_8859_1).split(" ", 3)[1]);
  }

  /** Reads the request and answers without content. */
  final class Echo implements ExchangeHandler {
    private final Runnable working;
    private final AtomicInteger unclosed = new AtomicInteger();

    Echo() {
      this(() -> {});
    }

    Echo(Runnable working) {
      this.working = working;
    }

    @Override
    public ProxyResponse handle(ProxyRequest request) throws InterruptedException {
      working.run();
      try {
        request.body().stream().readAllBytes();
        return empty(200);
      } catch (IOException e) {
        return empty(400);
      }
    }

    @Override
    public ProxyResponse rejected(Rejection rejection) {
      return empty(rejection.status());
    }

    /** Returns the number of responses that were not closed yet. */
    int unclosed() {
      return unclosed.get();
    }

    private ProxyResponse empty(int status) {
      AtomicBoolean open = new AtomicBoolean(true);
      unclosed.incrementAndGet();
      return new ProxyResponse() {
        @Override
        public ResponseHead head() {
          return new ResponseHead(status, Headers.of("Content-Length", "0"));
        }

        @Override
        public Body body() {
          return Body.EMPTY;
        }

        @Override
        public void close() {
          if (open.getAndSet(false)) {
            unclosed.decrementAndGet();
          }
        }
      };
    }
  }
}
