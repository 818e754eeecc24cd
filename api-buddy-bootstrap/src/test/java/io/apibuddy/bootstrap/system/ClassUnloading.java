package io.apibuddy.bootstrap.system;

import io.apibuddy.bootstrap.CachingProxy;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program {@code ClassUnloading UPSTREAM}: runs a proxy whose classes come from a loader of
 * their own, and ends with 0 once they are unloaded, with 1 if they never are.
 */
final class ClassUnloading {
  /** With a tenth of a second after each, half of the minute that the test waits for the end. */
  private static final int COLLECTIONS = 300;

  private ClassUnloading() {}

  public static void main(String[] arguments) throws Exception {
    WeakReference<ClassLoader> loader = new WeakReference<>(startAndStop(arguments[0]));
    for (int i = 0; i < COLLECTIONS && !loader.refersTo(null); i++) {
      System.gc();
      Thread.sleep(100); // other threads handle what a collection has found
    }
    System.exit(loader.refersTo(null) ? 0 : 1);
  }

  private static ClassLoader startAndStop(String upstream) throws Exception {
    List<URL> classPath = new ArrayList<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      classPath.add(Path.of(element).toUri().toURL());
    }
    URLClassLoader own =
        new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(own);
    try (own) {
      exchange(own.loadClass(CachingProxy.class.getName()), upstream);
      return own;
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Makes one exchange by reflection, since another loader has loaded the classes. */
  private static void exchange(Class<?> type, String upstream) throws Exception {
    Object builder = type.getMethod("builder").invoke(null);
    Class<?> builderType = builder.getClass();
    builderType.getMethod("map", String.class, String.class).invoke(builder, "api", upstream);
    Object proxy = builderType.getMethod("start").invoke(builder);
    URI url = URI.create(type.getMethod("baseUrl", String.class).invoke(proxy, "api") + "/a");
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    connection.getInputStream().readAllBytes();
    connection.disconnect();
    type.getMethod("close").invoke(proxy);
    if (type == CachingProxy.class) {
      throw new IllegalStateException("the proxy's classes came from this class's loader");
    }
  }
}
