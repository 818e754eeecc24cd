package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.UpstreamRequests;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamRequest;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests a response that arrives before the request is known to be written completely. */
@Timeout(60)
class InterimOrderTest {
  private static final String ANSWER =
      "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  @AutoClose("shutdownNow")
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private final CountDownLatch reporting = new CountDownLatch(1);
  private final CountDownLatch reported = new CountDownLatch(1);

  /** An end point on which the response arrives within the call that writes the request. */
  private final class PromptEndPoint extends ByteArrayEndPoint {

    @Override
    public void write(Callback written, ByteBuffer... buffers) {
      addInput(ANSWER);
      threads.execute(((UpstreamConnection) getConnection())::onFillable);
      awaitUninterrupted(reporting);
      written.succeeded();
    }
  }

  private final class PromptTransport extends HttpClientTransportOverHTTP {

    PromptTransport() {
      super(1);
      setConnectionPoolFactory(
          destination ->
              new UpstreamConnectionPool(destination, 1, InstantSource.system(), Ticker.system()));
    }

    @Override
    public void connect(SocketAddress address, Map<String, Object> context) {
      PromptEndPoint endPoint = new PromptEndPoint();
      UpstreamConnection connection = new UpstreamConnection(endPoint, context);
      endPoint.setConnection(connection);
      connection.onOpen();
    }
  }

  @Test
  void finalResponseWaitsUntilEarlierInterimOnesAreReported() throws Exception {
    HttpClient client = new HttpClient(new PromptTransport());
    client.setSocketAddressResolver(new SocketAddressResolver.Sync());
    client.start();
    try {
      UpstreamRequest request =
          observed(
              UpstreamRequests.get(URI.create("http://127.0.0.1:9")),
              interim -> {
                reporting.countDown();
                awaitUninterrupted(reported);
              });
      CompletableFuture<UpstreamExchange> answer =
          new UpstreamExchange(client, request, threads).start();

      assertThat(answer).isNotDone();
      reported.countDown();
      assertThat(answer.get(30, TimeUnit.SECONDS).isComplete()).isTrue();
    } finally {
      client.stop();
    }
  }

  private static UpstreamRequest observed(UpstreamRequest plain, Consumer<ResponseHead> onInterim) {
    return new UpstreamRequest(
        plain.alias(),
        plain.origin(),
        plain.method(),
        plain.target(),
        plain.headers(),
        plain.body(),
        plain.timeouts(),
        false,
        onInterim);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
