package io.apibuddy.bootstrap.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Whatever a body holds, it is either no JSON or has one canonical form. */
class JsonFuzzTest {

  private final JacksonBodyNormalizer normalizer = new JacksonBodyNormalizer();

  @FuzzTest(maxDuration = "1m")
  void canonicalForm(byte[] data) throws IOException {
    ByteArrayOutputStream canonical = new ByteArrayOutputStream();
    if (normalizer.normalize(new ByteArrayInputStream(data), List.of(), canonical)) {
      ByteArrayOutputStream again = new ByteArrayOutputStream();
      ByteArrayInputStream first = new ByteArrayInputStream(canonical.toByteArray());

      assertThat(normalizer.normalize(first, List.of(), again)).isTrue();
      assertThat(again.toByteArray()).isEqualTo(canonical.toByteArray());
    }
    ByteArrayInputStream source = new ByteArrayInputStream(data);
    normalizer.normalize(source, List.of("/a", "/b/0", "/"), new ByteArrayOutputStream());
  }
}
