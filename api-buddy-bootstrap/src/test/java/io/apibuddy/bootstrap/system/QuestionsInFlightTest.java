package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that wait for a slow API occupy no worker. */
class QuestionsInFlightTest {

  private static final int WORKERS = 2;
  private static final int CLIENTS = 8;
  private static final byte[] ANSWER = "slow".getBytes(StandardCharsets.UTF_8);
  private final Client client = new Client();

  @ParameterizedTest
  @ValueSource(strings = {"cache", "passthrough"})
  void moreRequestsThanWorkersCanWaitForASlowApi(String mode) throws Exception {
    Semaphore asked = new Semaphore(0);
    CountDownLatch allAreIn = new CountDownLatch(1);
    LoopbackApi.Resource slow =
        LoopbackApi.once(allAreIn, LoopbackApi.content("text/plain", ANSWER));
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (LoopbackApi api =
            LoopbackApi.http()
                .on(
                    "/slow",
                    exchange -> {
                      asked.release();
                      slow.answer(exchange);
                    });
        CachingProxy proxy =
            CachingProxy.builder()
                .map("api", api.url())
                .set("server.max_workers", WORKERS)
                .set("cache.mode", mode)
                .start()) {
      String url = proxy.baseUrl("api") + "/slow";
      List<Future<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String json = "{\"prompt\": \"number " + i + "\"}";
        answers.add(clients.submit(() -> client.post(url, json)));
        // One after the other: a request occupies a worker until its content is read.
        assertThat(asked.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
      }
      allAreIn.countDown();
      for (Future<HttpResponse<byte[]>> answer : answers) {
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(answer.get().body()).isEqualTo(ANSWER);
      }
      assertThat(api.calls("POST /slow")).isEqualTo(CLIENTS);
    } finally {
      clients.shutdownNow();
    }
  }
}
