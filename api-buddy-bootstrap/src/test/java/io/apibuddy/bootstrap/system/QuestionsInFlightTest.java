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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for a slow API holds no place that others need. */
class QuestionsInFlightTest {

  private static final int CLIENTS = 8;
  private static final byte[] ANSWER = "slow".getBytes(StandardCharsets.UTF_8);
  private final Client client = new Client();

  @ParameterizedTest
  @ValueSource(strings = {"cache", "passthrough"})
  void moreQuestionsThanWorkersWaitForASlowApi(String mode) throws Exception {
    CountDownLatch allAreIn = new CountDownLatch(CLIENTS);
    LoopbackApi.Resource slow =
        LoopbackApi.once(allAreIn, LoopbackApi.content("text/plain", ANSWER));
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (LoopbackApi api =
            LoopbackApi.http()
                .on(
                    "/slow",
                    exchange -> {
                      allAreIn.countDown();
                      slow.answer(exchange);
                    });
        CachingProxy proxy =
            CachingProxy.builder()
                .map("api", api.url())
                .set("server.max_workers", 1)
                .set("cache.mode", mode)
                .start()) {
      String url = proxy.baseUrl("api") + "/slow";
      List<Callable<HttpResponse<byte[]>>> questions = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String question = "{\"prompt\": \"number " + i + "\"}";
        questions.add(() -> client.post(url, question));
      }
      for (Future<HttpResponse<byte[]>> answer : clients.invokeAll(questions)) {
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(answer.get().body()).isEqualTo(ANSWER);
      }
      assertThat(api.calls("POST /slow")).isEqualTo(CLIENTS);
    } finally {
      clients.shutdownNow();
    }
  }
}
