package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.KeyConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CredentialFingerprintTest {
  private static final KeyConfiguration FIELDS =
      new KeyConfiguration(Set.of(), List.of(), List.of(), Set.of("Authorization", "X-Team-Key"));

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

  @Test
  void underscoreAndHyphenAreEquivalentInNames() {
    CredentialFingerprint fingerprints =
        new CredentialFingerprint(
            secret(1),
            new KeyConfiguration(Set.of(), List.of(), List.of(), Set.of("X-Team-Code", "my_code")));

    assertThat(fingerprints.isCredential("x_team_code")).isTrue();
    assertThat(fingerprints.isCredential("my_code")).isTrue();
    assertThat(fingerprints.isCredential("x_api_key")).isTrue();
  }

  /** The document lists the names of credentials, then the exceptions. */
  @Test
  void usualNamesOfCredentialsAreThoseOfTheDocument() throws Exception {
    String document = Files.readString(Path.of("../docs/security.md"));
    int begin = document.indexOf("the usual names of such:");
    int exceptions = document.indexOf(" but `", begin);
    List<String> usual = examples(document.substring(begin, exceptions));
    List<String> others =
        examples(document.substring(exceptions, document.indexOf("an underscore", exceptions)));
    CredentialFingerprint fingerprints =
        new CredentialFingerprint(
            secret(1), new KeyConfiguration(Set.of(), List.of(), List.of(), Set.of()));

    assertThat(usual).contains("xtoken", "xapikey").allMatch(fingerprints::isCredential);
    assertThat(others).contains("xcsrf-token").noneMatch(fingerprints::isCredential);
  }

  private static List<String> examples(String patterns) {
    return Pattern.compile("`([^`]+)`")
        .matcher(patterns)
        .results()
        .map(pattern -> pattern.group(1).replace("*", "x"))
        .toList();
  }
}
