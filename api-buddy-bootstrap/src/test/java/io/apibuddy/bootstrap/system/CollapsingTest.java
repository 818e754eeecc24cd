package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CollapsingTest {

  private static final int CLIENTS = 20;
  private static final byte[] ANSWER = "slow".repeat(100).getBytes(StandardCharsets.UTF_8);
  private final Client client = new Client();

  @Test
  void twentyEqualGetsOnASlowApiMakeOneCall() throws Exception {
    assertOneCall("GET /slow", (url) -> client.get(url));
  }

  @Test
  void twentyEqualPostsOnASlowApiMakeOneCall() throws Exception {
    assertOneCall("POST /slow", (url) -> client.post(url, "{\"prompt\": \"hello\"}"));
  }

  /** Sends one request and returns its answer. */
  @FunctionalInterface
  private interface ClientCall {
    HttpResponse<byte[]> ask(String url) throws Exception;
  }

  /** The API answers only when every client's request has been sent. */
  private static void assertOneCall(String call, ClientCall clientCall) throws Exception {
    CountDownLatch asked = new CountDownLatch(CLIENTS);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (LoopbackApi api =
            LoopbackApi.http()
                .on("/slow", LoopbackApi.once(asked, LoopbackApi.content("text/plain", ANSWER)));
        CachingProxy proxy = CachingProxy.builder().map("api", api.url()).start()) {
      String url = proxy.baseUrl("api") + "/slow";
      List<Callable<HttpResponse<byte[]>>> clientCalls = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clientCalls.add(
            () -> {
              asked.countDown();
              return clientCall.ask(url);
            });
      }
      for (Future<HttpResponse<byte[]>> answer : clients.invokeAll(clientCalls)) {
        assertThat(answer.get().body()).isEqualTo(ANSWER);
      }
      assertThat(api.calls(call)).isEqualTo(1);
    } finally {
      clients.shutdownNow();
    }
  }
}
