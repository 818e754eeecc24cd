package io.apibuddy.domain.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AccessConfiguration;
import io.apibuddy.ports.http.Headers;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginGuardTest {
  private static final String PROXY = "box.test:8080";

  private final OriginGuard guard = new OriginGuard(AccessConfiguration.LOOPBACK_ORIGINS);

  private boolean admits(String... fields) {
    return guard.admits(Headers.of(fields), PROXY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "http://localhost:3000",
        "HTTP://LOCALHOST:3000",
        "https://127.0.0.1:8443",
        "http://[::1]",
        "http://[::1]:3000",
        "http://box.test:8080",
        "https://box.test:8080"
      })
  void pagesFromLoopbackAndFromTheProxyAreAdmitted(String origin) {
    assertThat(admits("Origin", origin, "Sec-Fetch-Site", "cross-site")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "https://evil.test",
        "http://evil.test:8080",
        "http://localhost.evil.test",
        "http://localhost@evil.test",
        "http://localhost:3000@evil.test",
        "http://localhost:x",
        "http://localhost:",
        "http://box.test",
        "http://box.test:8081",
        "ftp://localhost",
        "localhost"
      })
  void pagesOfOtherOriginsAreRefused(String origin) {
    assertThat(admits("Origin", origin)).isFalse();
    assertThat(admits("Origin", origin, "Sec-Fetch-Site", "same-origin")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "cross-site,false",
    "CROSS-SITE,false",
    "same-site,true",
    "same-origin,true",
    "none,true"
  })
  void withoutAnOriginSecFetchSiteDecides(String site, boolean admitted) {
    assertThat(admits("Sec-Fetch-Site", site)).isEqualTo(admitted);
    assertThat(admits("Sec-Fetch-Site", "none", "Sec-Fetch-Site", site)).isEqualTo(admitted);
  }

  /** A page of another site may have caused the request (Speculation Rules). */
  @ParameterizedTest
  @CsvSource({"none,false", "NONE,false", "cross-site,false", "same-site,true", "same-origin,true"})
  void prefetchIsAdmittedOnlyForPagesOfTheSameSite(String site, boolean admitted) {
    for (String purpose :
        List.of("prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip")) {
      assertThat(admits("Sec-Purpose", purpose, "Sec-Fetch-Site", site)).isEqualTo(admitted);
    }
  }

  @Test
  void requestsOfProgramsAreAdmitted() {
    assertThat(admits()).isTrue();
  }

  @Test
  void requestWithTwoOriginFieldsIsRefused() {
    assertThat(admits("Origin", "http://localhost", "Origin", "http://localhost")).isFalse();
  }

  @Test
  void configuredOriginsReplaceTheDefaults() {
    OriginGuard configured = new OriginGuard(Set.of("https://app.test", "tauri://localhost:*"));

    assertThat(configured.admits(Headers.of("Origin", "https://app.test"), PROXY)).isTrue();
    assertThat(configured.admits(Headers.of("Origin", "tauri://localhost"), PROXY)).isTrue();
    assertThat(configured.admits(Headers.of("Origin", "https://app.test:444"), PROXY)).isFalse();
    assertThat(configured.admits(Headers.of("Origin", "http://localhost"), PROXY)).isFalse();
  }
}
