package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CredentialFingerprintTest {
  private static final Set<String> FIELDS = Set.of("Authorization", "X-Team-Key");

  private static byte[] secret(int first) {
    byte[] secret = new byte[32];
    secret[0] = (byte) first;
    return secret;
  }

  @Test
  void equalCredentialsHaveEqualFingerprintsUnderOneSecretOnly() {
    CredentialFingerprint one = new CredentialFingerprint(secret(1), FIELDS);
    CredentialFingerprint other = new CredentialFingerprint(secret(2), FIELDS);

    assertThat(one.of("Bearer a")).matches("[0-9a-f]{32}").isEqualTo(one.of("Bearer a"));
    assertThat(new CredentialFingerprint(secret(1), FIELDS).of("Bearer a"))
        .isEqualTo(one.of("Bearer a"));
    assertThat(one.of("Bearer b")).isNotEqualTo(one.of("Bearer a"));
    assertThat(other.of("Bearer a")).isNotEqualTo(one.of("Bearer a"));
  }

  @Test
  void manyCredentialsKeepTheirFingerprints() {
    CredentialFingerprint fingerprints = new CredentialFingerprint(secret(1), FIELDS);
    String first = fingerprints.of("0");
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      seen.add(fingerprints.of(Integer.toString(i)));
    }

    assertThat(seen).hasSize(1000);
    assertThat(fingerprints.of("0")).isEqualTo(first);
  }

  @Test
  void theConfiguredFieldsAreCredentials() {
    CredentialFingerprint fingerprints = new CredentialFingerprint(secret(1), FIELDS);

    assertThat(fingerprints.isCredential("x-team-key")).isTrue();
    assertThat(fingerprints.isCredential("cookie")).isFalse();
  }
}
