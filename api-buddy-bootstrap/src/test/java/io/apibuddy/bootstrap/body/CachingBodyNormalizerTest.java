package io.apibuddy.bootstrap.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.digest.Sha256;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.BodyNormalizer;
import io.apibuddy.ports.http.CanonicalForm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachingBodyNormalizerTest {
  private static final String BODY = "{\"b\": 1, \"a\": \"\u00fc\"}";

  private final Counting counting = new Counting();
  private final AtomicLong now = new AtomicLong();
  private final CachingBodyNormalizer forms = new CachingBodyNormalizer(counting, now::get);

  /** Computes forms and records the bodies. */
  private static final class Counting implements BodyNormalizer {
    private final BodyNormalizer json = new JacksonBodyNormalizer();
    private final List<String> bodies = new ArrayList<>();

    @Override
    public boolean knows(String mediaType) {
      return json.knows(mediaType);
    }

    @Override
    public boolean normalize(
        InputStream body,
        long length,
        List<String> omit,
        OutputStream canonical,
        MemoryBudget budget)
        throws IOException {
      byte[] all = body.readAllBytes();
      bodies.add(new String(all, StandardCharsets.UTF_8));
      return json.normalize(new ByteArrayInputStream(all), length, omit, canonical, budget);
    }
  }

  private Optional<String> canonical(String body, String... omit) throws IOException {
    return canonical(forms, body, omit);
  }

  private static Optional<String> canonical(BodyNormalizer forms, String body, String... omit)
      throws IOException {
    Body.Bytes bytes = new Body.Bytes(body.getBytes(StandardCharsets.UTF_8));
    CanonicalForm form = forms.form(bytes, List.of(omit));
    if (form == null) {
      return Optional.empty();
    }
    byte[] octets = form.octets().toByteArray();
    assertThat(form.sha256()).isEqualTo(HexFormat.of().formatHex(Sha256.digest(octets)));
    return Optional.of(new String(octets, StandardCharsets.UTF_8));
  }

  @Test
  void computesTheFormOfARepeatedBodyOnce() throws IOException {
    for (int i = 0; i < 3; i++) {
      assertThat(canonical(BODY)).contains("{\"a\":\"\u00fc\",\"b\":1}");
    }

    assertThat(counting.bodies).containsExactly(BODY);
  }

  @Test
  void distinguishesBodiesThatDifferInOneOctet() throws IOException {
    assertThat(canonical(BODY)).contains("{\"a\":\"\u00fc\",\"b\":1}");
    assertThat(canonical(BODY.replace('1', '2'))).contains("{\"a\":\"\u00fc\",\"b\":2}");
  }

  @Test
  void distinguishesFormsByTheirOmittedPointers() throws IOException {
    assertThat(canonical(BODY, "/a")).contains("{\"b\":1}");
    assertThat(canonical(BODY, "/b")).contains("{\"a\":\"\u00fc\"}");
    assertThat(canonical(BODY)).contains("{\"a\":\"\u00fc\",\"b\":1}");
    assertThat(canonical(BODY, "/a")).contains("{\"b\":1}");
    assertThat(counting.bodies).hasSize(3);
  }

  @Test
  void doesNotRememberBodiesWithoutAForm() throws IOException {
    assertThat(canonical("{")).isEmpty();
    assertThat(canonical("{")).isEmpty();
    assertThat(counting.bodies).containsExactly("{", "{");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        CachingBodyNormalizer.MAX_BODY_LENGTH,
        CachingBodyNormalizer.MAX_BODY_LENGTH + 1,
        1 << 20
      })
  void normalizesWholeBodiesAndRemembersThemUpToALengthLimit(int length) throws IOException {
    String body = "\"" + "x".repeat(length - 2) + "\"";

    assertThat(canonical(body)).contains(body);
    assertThat(canonical(body)).contains(body);

    assertThat(counting.bodies).hasSize(length > CachingBodyNormalizer.MAX_BODY_LENGTH ? 2 : 1);
    assertThat(counting.bodies.get(0)).isEqualTo(body);
  }

  @Test
  void remembersFourMebibytesAtMost() throws IOException {
    String filling = "x".repeat(60_000);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 150; i++) {
        assertThat(canonical("[" + i + ",\"" + filling + "\"]")).isPresent();
      }
    }

    assertThat(counting.bodies.size() - 150).isGreaterThanOrEqualTo(150 - (4 << 20) / 60_000);
  }

  @Test
  void forgetsFormsThatWereNotUsedForTenMinutes() throws IOException {
    assertThat(canonical(BODY)).isPresent();
    now.addAndGet(CachingBodyNormalizer.EXPIRY.toNanos() - 1);
    assertThat(canonical(BODY)).isPresent();
    assertThat(counting.bodies).hasSize(1);

    now.addAndGet(CachingBodyNormalizer.EXPIRY.toNanos() + 1);
    assertThat(canonical(BODY)).isPresent();

    assertThat(counting.bodies).hasSize(2);
  }

  @Test
  void withoutMemoryComputesEachForm() throws IOException {
    BodyNormalizer forgetful = forms.withoutMemory();
    assertThat(canonical(forgetful, "1")).contains("1");
    assertThat(canonical(forgetful, "1")).contains("1");

    assertThat(counting.bodies).hasSize(2);
  }

  @Test
  void doesNotRememberBodiesThatAreNotInMemory() throws IOException {
    for (int i = 0; i < 2; i++) {
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
      assertThat(normalize(new ByteArrayInputStream(body), written)).isTrue();
      assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"\u00fc\",\"b\":1}");
    }

    assertThat(counting.bodies).hasSize(2);
  }

  @Test
  void passesOnFailuresToReadABody() throws IOException {
    InputStream lost = InputStream.nullInputStream();
    lost.close();

    assertThatThrownBy(() -> normalize(lost, OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class);
  }

  private boolean normalize(InputStream body, OutputStream canonical) throws IOException {
    return forms.normalize(body, 100, List.of(), canonical, BodyNormalizer.MemoryBudget.UNLIMITED);
  }
}
