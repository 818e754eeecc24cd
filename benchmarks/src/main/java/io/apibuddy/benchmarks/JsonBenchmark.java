package io.apibuddy.benchmarks;

import io.apibuddy.bootstrap.body.JacksonBodyNormalizer;
import io.apibuddy.bootstrap.body.RememberedForms;
import io.apibuddy.ports.http.BodyNormalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The canonical form of a question to a language model, which becomes part of its key. */
@State(Scope.Benchmark)
public class JsonBenchmark {
  private final BodyNormalizer normalizer = new JacksonBodyNormalizer();
  private final BodyNormalizer remembering = new RememberedForms(normalizer);
  private final byte[] oneKilobyte = question(1024);
  private final byte[] sixteenKilobytes = question(16 * 1024);

  /** A short one. */
  @Benchmark
  public int oneKilobyte() throws IOException {
    return canonicalLength(normalizer, oneKilobyte);
  }

  /** The same over and over. */
  @Benchmark
  public int oneKilobyteAgain() throws IOException {
    return canonicalLength(remembering, oneKilobyte);
  }

  /** One with a history. */
  @Benchmark
  public int sixteenKilobytes() throws IOException {
    return canonicalLength(normalizer, sixteenKilobytes);
  }

  /** The same over and over. */
  @Benchmark
  public int sixteenKilobytesAgain() throws IOException {
    return canonicalLength(remembering, sixteenKilobytes);
  }

  private static int canonicalLength(BodyNormalizer normalizer, byte[] body) throws IOException {
    ByteArrayOutputStream canonical = new ByteArrayOutputStream(body.length);
    if (!normalizer.normalize(new ByteArrayInputStream(body), List.of(), canonical)) {
      throw new IllegalStateException("this is JSON");
    }
    return canonical.size();
  }

  private static byte[] question(int length) {
    StringBuilder json =
        new StringBuilder("{\"temperature\": 0.7, \"model\": \"small\", \"messages\": [");
    while (json.length() < length) {
      json.append("{\"role\": \"user\", \"content\": \"What is the weather in Zürich today?\"}, ");
    }
    json.setLength(json.length() - 2);
    return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }
}
