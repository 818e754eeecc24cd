package io.apibuddy.bootstrap.admin;

import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.http.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** {@code GET /admin/openapi.json}: the OpenAPI 3.1 description of the admin resources. */
public final class OpenApiEndpoint implements Endpoint {
  private static final String FILE = "openapi.json";

  private final Body.Bytes document = new Body.Bytes(read());

  /** Reads the description from the class path. */
  public OpenApiEndpoint() {}

  @Override
  public AdminResponse answer(Call call) {
    return AdminResponse.of("application/json", document);
  }

  private static byte[] read() {
    try (InputStream file = OpenApiEndpoint.class.getResourceAsStream(FILE)) {
      return Objects.requireNonNull(file, FILE).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }
}
