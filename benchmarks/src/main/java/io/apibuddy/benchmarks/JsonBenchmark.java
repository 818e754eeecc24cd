package io.apibuddy.benchmarks;

import io.apibuddy.bootstrap.body.CachingBodyNormalizer;
import io.apibuddy.bootstrap.body.JacksonBodyNormalizer;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.BodyNormalizer;
import io.apibuddy.ports.http.CanonicalForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Computing the canonical form of a request to a language model and its digest, which is a part of
 * the key.
 */
@State(Scope.Benchmark)
public class JsonBenchmark {
  private final BodyNormalizer normalizer = new JacksonBodyNormalizer();
  private final BodyNormalizer caching = new CachingBodyNormalizer(normalizer);
  private final Body.Bytes oneKilobyte = question(1024);
  private final Body.Bytes sixteenKilobytes = question(16 * 1024);

  /** A short request. */
  @Benchmark
  public String oneKilobyte() throws IOException {
    return digest(normalizer, oneKilobyte);
  }

  /** The same request over and over, with its form remembered. */
  @Benchmark
  public String oneKilobyteAgain() throws IOException {
    return digest(caching, oneKilobyte);
  }

  /** A request with a long history. */
  @Benchmark
  public String sixteenKilobytes() throws IOException {
    return digest(normalizer, sixteenKilobytes);
  }

  /** The same request over and over, with its form remembered. */
  @Benchmark
  public String sixteenKilobytesAgain() throws IOException {
    return digest(caching, sixteenKilobytes);
  }

  private static String digest(BodyNormalizer normalizer, Body.Bytes body) throws IOException {
    CanonicalForm form = normalizer.form(body, List.of());
    if (form == null) {
      throw new IllegalStateException("this is JSON");
    }
    return form.sha256();
  }

  private static Body.Bytes question(int length) {
    StringBuilder json =
        new StringBuilder("{\"temperature\": 0.7, \"model\": \"small\", \"messages\": [");
    while (json.length() < length) {
      json.append("{\"role\": \"user\", \"content\": \"What is the weather in Zürich today?\"}, ");
    }
    json.setLength(json.length() - 2);
    return new Body.Bytes(json.append("]}").toString().getBytes(StandardCharsets.UTF_8));
  }
}
