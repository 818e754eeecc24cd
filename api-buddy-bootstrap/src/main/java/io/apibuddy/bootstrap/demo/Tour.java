package io.apibuddy.bootstrap.demo;

import io.apibuddy.ports.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The demo's calls, made with an ordinary HTTP client. Not safe for concurrent use. */
public final class Tour {
  private static final int CONCURRENT_REQUESTS = 5;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String CHAT_REQUEST =
      "{\"model\":\"sample-1\",\"messages\":[{\"role\":\"user\",\"content\":\"What is a cache?\"}]}";
  private static final String EQUAL_CHAT_REQUEST =
      "{\"messages\":[{\"content\":\"What is a cache?\",\"role\":\"user\"}],\"model\":\"sample-1\"}";

  private final UnaryOperator<String> baseUrls;
  private final Ticker ticker;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(TIMEOUT)
          .build();
  private final List<Step> steps = new ArrayList<>();
  private int requests;

  /**
   * Creates a tour.
   *
   * @param baseUrls maps an alias of {@link SampleMappings} to its base URL
   */
  public Tour(UnaryOperator<String> baseUrls, Ticker ticker) {
    this.baseUrls = baseUrls;
    this.ticker = ticker;
  }

  /** Makes the calls and returns them with their outcomes, in order. */
  public List<Step> run() throws IOException, InterruptedException {
    get(SampleMappings.SAMPLE, "/weather", "");
    get(SampleMappings.SAMPLE, "/weather", "");
    post(CHAT_REQUEST, "");
    post(EQUAL_CHAT_REQUEST, "members in another order");
    together("/report");
    get(SampleMappings.PRICES, "/prices", "");
    // The story takes longer than the prices are fresh, so the second call finds them stale.
    stream("/story");
    stream("/story");
    get(SampleMappings.PRICES, "/prices", "the API is out of order");
    for (int call = 1; call <= SampleMappings.LIMIT + 1; call++) {
      get(SampleMappings.LIMITED, "/rates?day=" + call, SampleMappings.LIMIT + " a minute");
    }
    return List.copyOf(steps);
  }

  /** Returns the number of requests sent so far. */
  public int requests() {
    return requests;
  }

  private void get(String alias, String path, String remark)
      throws IOException, InterruptedException {
    single("GET", alias, path, request(alias, path).build(), remark);
  }

  private void post(String json, String remark) throws IOException, InterruptedException {
    HttpRequest request =
        request(SampleMappings.SAMPLE, "/chat")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build();
    single("POST", SampleMappings.SAMPLE, "/chat", request, remark);
  }

  private void single(String method, String alias, String path, HttpRequest request, String remark)
      throws IOException, InterruptedException {
    long start = ticker.nanos();
    HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
    requests++;
    String wait =
        answer
            .headers()
            .firstValue("Retry-After")
            .map(seconds -> "Retry-After: " + seconds)
            .orElse("");
    add(
        method + " /" + alias + path,
        answer.statusCode(),
        cache(answer),
        millisSince(start),
        Stream.of(remark, wait).filter(text -> !text.isEmpty()).collect(Collectors.joining(", ")));
  }

  /** Sends equal requests at the same time. */
  private void together(String path) {
    long start = ticker.nanos();
    List<CompletableFuture<HttpResponse<byte[]>>> answers =
        Stream.generate(() -> request(SampleMappings.SAMPLE, path).build())
            .limit(CONCURRENT_REQUESTS)
            .map(request -> client.sendAsync(request, BodyHandlers.ofByteArray()))
            .toList();
    Map<String, Integer> outcomes = new LinkedHashMap<>();
    int worst = 0;
    for (CompletableFuture<HttpResponse<byte[]>> each : answers) {
      HttpResponse<byte[]> answer = each.join();
      requests++;
      worst = Math.max(worst, answer.statusCode());
      outcomes.merge(cache(answer), 1, Integer::sum);
    }
    add(
        "GET /" + SampleMappings.SAMPLE + path,
        worst,
        outcomes.entrySet().stream()
            .map(outcome -> outcome.getValue() + " " + outcome.getKey())
            .sorted()
            .collect(Collectors.joining(", ")),
        millisSince(start),
        CONCURRENT_REQUESTS + " at once");
  }

  private void stream(String path) throws IOException, InterruptedException {
    long start = ticker.nanos();
    HttpResponse<Stream<String>> answer =
        client.send(request(SampleMappings.SAMPLE, path).build(), BodyHandlers.ofLines());
    requests++;
    double first = 0;
    int events = 0;
    try (Stream<String> lines = answer.body()) {
      for (String line : (Iterable<String>) lines::iterator) {
        if (line.startsWith("data:")) {
          first = events == 0 ? millisSince(start) : first;
          events++;
        }
      }
    }
    add(
        "GET /" + SampleMappings.SAMPLE + path,
        answer.statusCode(),
        cache(answer),
        millisSince(start),
        events + " events, the first after " + Math.round(first) + " ms");
  }

  private void add(String request, int status, String cache, double milliseconds, String remark) {
    steps.add(new Step(request, status, cache, milliseconds, remark));
  }

  private HttpRequest.Builder request(String alias, String path) {
    return HttpRequest.newBuilder(URI.create(baseUrls.apply(alias) + path)).timeout(TIMEOUT);
  }

  private double millisSince(long start) {
    long tenths = TimeUnit.NANOSECONDS.toMicros(ticker.nanos() - start) / 100;
    return tenths / 10.0;
  }

  private static String cache(HttpResponse<?> answer) {
    return answer.headers().firstValue("X-Cache").orElse("-");
  }
}
