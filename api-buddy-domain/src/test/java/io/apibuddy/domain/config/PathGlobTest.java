package io.apibuddy.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathGlobTest {

  @ParameterizedTest
  @CsvSource({
    "/v1/models, /v1/models, true",
    "/v1/models, /v1/models/, false",
    "/v1/models, /v1/Models, false",
    "/v1/models/, /v1/models/, true",
    "/v1/models/*, /v1/models/gpt, true",
    "/v1/models/*, /v1/models/, true",
    "/v1/models/*, /v1/models, false",
    "/v1/models/*, /v1/models/gpt/x, false",
    "/v*/m*s, /v1/models, true",
    "/v*/m*s, /v/ms, true",
    "/v*/m*s, /v1/model, false",
    "/*/models/*:generateContent, /v1beta/models/gemini:generateContent, true",
    "/*/models/*:generateContent, /v1beta/models/gemini:streamGenerateContent, false",
    "/a*b*c, /aXbXbXc, true",
    "/a*b*c, /aXbXbX, false",
    "/oauth/**, /oauth/token, true",
    "/oauth/**, /oauth/a/b/c, true",
    "/oauth/**, /oauth/, true",
    "/oauth/**, /oauth, true",
    "/oauth/**, /oauthx, false",
    "/oauth/**, /v1/oauth/x, false",
    "**/token, /token, true",
    "**/token, /a/b/token, true",
    "**/token, /a/tokens, false",
    "**/token, /token/1, false",
    "**/token, token, false",
    "**/token, /token/, false",
    "**/token, /x/atoken, false",
    "**/device/code, /login/device/code, true",
    "**/device/code, /device/x/code, false",
    "**/oauth/**, /v1/oauth/x/y, true",
    "**/oauth/**, /v1/oauth, true",
    "**/oauth/**, /oauth/, true",
    "**/oauth/**, /v1/oauth2/x, false",
    "**/oauth/**, /v1/xoauth/x, false",
    "**/t*n, /a/token, true",
    "**/a/, /a/, true",
    "**/a/, /a, false",
    "/a/**/b/**/c, /a/b/c, true",
    "/a/**/b/**/c, /a/1/2/b/3/b/c, true",
    "/a/**/b/**/c, /a/1/2/c, false",
    "/**, /, true",
    "/**, '', true",
    "**, /any/thing, true",
    "**/, '', true",
    "**/, /a/, true",
    "/*/b, /a/b, true",
    "/*/b, /a/c/b, false",
    "/*b, /ab, true",
    "/*b/*c, /bc, false",
    "/long/**/b, /long/b, true",
    "/b/*/long/**, /b/a/long, true",
    "/b/*/long/**, /b/long/a, false",
    "/, '', true",
    "/, /a, false",
    "/a/*, '', false",
    "/a//b, /a//b, true",
    "/a/b, /a//b, false",
    "/a%2Fb, /a%2Fb, true",
    "/a%2Fb, /a/b, false"
  })
  void matches(String glob, String path, boolean expected) {
    assertThat(PathGlob.of(glob).matches(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "v1", "*", "*/x", "/a**", "/**a/b", "/***", "/a b", "/a?b", "/a#b", "/a\\b", "/é",
        "/a\n"
      })
  void patternThatNoPathCanMatchIsRefused(String glob) {
    assertThat(PathGlob.isWellFormed(glob)).isFalse();
    assertThatThrownBy(() -> PathGlob.of(glob)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void patternThatIsTooLongIsRefused() {
    assertThat(PathGlob.isWellFormed("/" + "x".repeat(PathGlob.MAX_LENGTH - 1))).isTrue();
    assertThat(PathGlob.isWellFormed("/" + "x".repeat(PathGlob.MAX_LENGTH))).isFalse();
  }

  /** Plain backtracking would take exponential time. */
  @Test
  void noPatternTakesExponentialTime() {
    String path = "/" + "a".repeat(4_000) + "/a".repeat(2_000);

    assertThat(PathGlob.of("/" + "*a".repeat(100) + "*b/**").matches(path)).isFalse();
    assertThat(PathGlob.of("/**" + "/**/a".repeat(40) + "/b").matches(path)).isFalse();
    assertThat(PathGlob.of("/**" + "/*a*a*".repeat(30) + "/**/b").matches(path)).isFalse();
  }
}
