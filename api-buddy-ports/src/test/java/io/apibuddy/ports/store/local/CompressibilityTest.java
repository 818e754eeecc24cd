package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressibilityTest {
  private static final long LARGE = 100_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Text/HTML; charset=utf-8",
        "image/svg+xml",
        "application/octet-stream",
        "font/ttf",
        "imaginary"
      })
  void compressionPaysForUncompressedMediaTypes(String type) {
    assertThat(isWorthwhile(LARGE, "Content-Type", type)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image/png",
        "IMAGE/JPEG ; q=1",
        "audio/mpeg",
        "video/mp4",
        "application/zip",
        "application/gzip",
        "application/zstd",
        "application/epub+zip",
        "application/pdf",
        "font/woff",
        "font/woff2"
      })
  void compressionDoesNotPayForCompressedMediaTypes(String type) {
    assertThat(isWorthwhile(LARGE, "Content-Type", type)).isFalse();
  }

  @Test
  void compressionDoesNotPayForAnEncodedBody() {
    assertThat(isWorthwhile(LARGE, "Content-Encoding", "gzip")).isFalse();
    assertThat(isWorthwhile(LARGE, "Content-Encoding", "identity, br")).isFalse();
    assertThat(isWorthwhile(LARGE, "Content-Encoding", "identity", "Content-Encoding", "zstd"))
        .isFalse();
    assertThat(isWorthwhile(LARGE, "Content-Encoding", " Identity ")).isTrue();
    assertThat(isWorthwhile(LARGE, "Content-Encoding", "")).isTrue();
  }

  @Test
  void compressionDoesNotPayForASmallBody() {
    assertThat(isWorthwhile(1024)).isFalse();
    assertThat(isWorthwhile(1025)).isTrue();
    assertThat(Compressibility.isCompressible(new ResponseHead(200, Headers.EMPTY))).isTrue();
  }

  private static boolean isWorthwhile(long length, String... headers) {
    return Compressibility.isWorthwhile(new ResponseHead(200, Headers.of(headers)), length);
  }
}
