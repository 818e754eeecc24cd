package io.apibuddy.bootstrap.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.CanonicalForm;
import java.io.IOException;
import java.util.List;

/** Any body is either not JSON or has one canonical form. */
class JsonFuzzTest {

  private final JacksonBodyNormalizer normalizer = new JacksonBodyNormalizer();

  @FuzzTest(maxDuration = "1m")
  void canonicalForm(byte[] data) throws IOException {
    Body.Bytes body = new Body.Bytes(data);
    CanonicalForm form = normalizer.form(body, List.of());
    if (form != null) {
      assertThat(normalizer.form(form.octets(), List.of())).isEqualTo(form);
    }
    normalizer.form(body, List.of("/a", "/b/0", "/"));
  }
}
