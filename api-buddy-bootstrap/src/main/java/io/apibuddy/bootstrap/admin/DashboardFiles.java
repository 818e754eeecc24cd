package io.apibuddy.bootstrap.admin;

import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.http.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /admin/ui}: the dashboard's page and the files that it loads. They hold no data and are
 * the same for everyone; the page gets its data from the other admin resources.
 */
public final class DashboardFiles {
  /** The path of the page. */
  public static final String PATH = "/admin/ui";

  /** Allows nothing from other hosts, nothing inline and no framing (Content Security Policy 3). */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /** The version is that of the dependency in the POM. */
  private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private static final List<String> FILES =
      List.of(
          "style.css",
          "icon.svg",
          "app.js",
          "admin.js",
          "charts.js",
          "configuration.js",
          "elements.js",
          "entries.js",
          "format.js",
          "live.js",
          "mappings.js",
          "session.js",
          "traffic.js");

  private DashboardFiles() {}

  /** Adds the files. */
  public static void addTo(Routes.Builder routes) {
    add(routes, "", "dashboard/index.html");
    add(routes, "/", "dashboard/index.html");
    for (String name : FILES) {
      add(routes, "/" + name, "dashboard/" + name);
    }
    add(routes, "/lib/uplot.js", CHARTS + "uPlot.esm.js");
    add(routes, "/lib/uplot.css", CHARTS + "uPlot.min.css");
  }

  private static void add(Routes.Builder routes, String path, String resource) {
    routes.add("GET", PATH + path, call -> answer(resource));
  }

  private static AdminResponse answer(String resource) {
    return AdminResponse.of(mediaType(resource), new Body.Bytes(content(resource)))
        .with("Content-Security-Policy", POLICY)
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer");
  }

  private static byte[] content(String resource) {
    try (@Nullable InputStream content = DashboardFiles.class.getResourceAsStream(resource)) {
      if (content == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String mediaType(String name) {
    return switch (name.substring(name.lastIndexOf('.'))) {
      case ".html" -> "text/html; charset=utf-8";
      case ".css" -> "text/css; charset=utf-8";
      case ".svg" -> "image/svg+xml";
      default -> "text/javascript; charset=utf-8";
    };
  }
}
