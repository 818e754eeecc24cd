package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.spi.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.Test;

/** Tests an exchange on a connection in memory, whose content arrives before it is read. */
class ServerExchangeTest {

  private final ByteArrayEndPoint client = new ByteArrayEndPoint("", 1024);
  private final ReentrantLock lock = new ReentrantLock();
  private final ServerSettings settings = ServerSettings.from(Settings.NONE);
  private final AtomicInteger askedForMore = new AtomicInteger();
  private final RequestInput input =
      new RequestInput(
          client, new ArrayByteBufferPool(), () -> settings, lock, askedForMore::incrementAndGet);

  private ServerExchange exchange(String field) throws IOException {
    client.onOpen();
    client.addInput("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n" + field + "\r\nab");
    lock.lock();
    try {
      input.fill();
      input.parse();
      return new ServerExchange(
          Objects.requireNonNull(input.parser().head()),
          null,
          input,
          new ResponseOutput(client),
          InetAddress.getLoopbackAddress(),
          0,
          lock);
    } finally {
      lock.unlock();
    }
  }

  @Test
  void contentIsWantedOnceTheClientIsToldToContinue() throws IOException {
    ServerExchange exchange = exchange("Expect: 100-continue\r\n");
    assertThat(input.wasContentWanted()).isFalse();
    assertThat(exchange.body().stream().read()).isEqualTo('a');
    assertThat(client.getOutputString()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    assertThat(input.wasContentWanted()).isTrue();
  }

  /** Otherwise a client that leaves while its content is processed would go unnoticed. */
  @Test
  void readingAllContentThatHasArrivedAsksForMore() throws IOException {
    ServerExchange exchange = exchange("");
    assertThat(askedForMore).hasValue(0);
    assertThat(exchange.body().stream().readNBytes(2)).containsExactly('a', 'b');
    assertThat(askedForMore).hasValue(1);
  }

  @Test
  void contentIsWantedOnceItIsReadWithoutAnExpectation() throws IOException {
    ServerExchange exchange = exchange("");
    assertThat(exchange.body().stream().read()).isEqualTo('a');
    assertThat(client.getOutputString()).isEmpty();
    assertThat(input.wasContentWanted()).isTrue();
  }

  @Test
  void contentIsNotWantedAndNoContinueIsSentAfterTheResponseBegan() throws IOException {
    ServerExchange exchange = exchange("Expect: 100-continue\r\n");
    exchange.beginResponse();
    assertThat(exchange.body().stream().read()).isEqualTo('a');
    assertThat(client.getOutputString()).isEmpty();
    assertThat(input.wasContentWanted()).isFalse();
  }
}
