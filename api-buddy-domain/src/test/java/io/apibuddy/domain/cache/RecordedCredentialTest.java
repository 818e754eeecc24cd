package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedCredentialTest {

  @ParameterizedTest
  @CsvSource({"ab12, *", "ab12/cd34, */cd34", "/cd34, */cd34", "*/cd34, */cd34", "'', *"})
  void fixtureIsForAnyCredentialsAndOneIdempotencyKey(String text, String fixture) {
    Headers made = RecordedCredential.forAny(recorded(text), "authorization"::equals);

    assertThat(made).isEqualTo(recorded(fixture));
    assertThat(isForAny(made)).isTrue();
    assertThat(isForAny(recorded(text))).isEqualTo(text.startsWith("*"));
    assertThat(RecordedCredential.hasIdempotencyKey(made)).isEqualTo(text.contains("/"));
  }

  @Test
  void fixtureHasNoFieldWithCredentials() {
    Headers stored = Headers.of("Accept", "*/*", "Authorization", "ab12");

    assertThat(RecordedCredential.forAny(stored, "authorization"::equals))
        .isEqualTo(Headers.of("Accept", "*/*", OwnKeyParts.CREDENTIAL_FIELD, "*"));
  }

  private static Headers recorded(String text) {
    return Headers.of("Accept", "*/*", OwnKeyParts.CREDENTIAL_FIELD, text);
  }

  private static boolean isForAny(Headers request) {
    return RecordedCredential.isForAny(
        StoredResponses.stored(request, Headers.EMPTY, Duration.ZERO, null));
  }
}
