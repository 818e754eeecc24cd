package io.apibuddy.bootstrap.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts arguments to paths. Refuses a blank one, which an unset shell variable leaves. */
final class PathConverter implements ITypeConverter<Path> {

  @Override
  public Path convert(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("expected a path, found none");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(message(e));
    }
  }

  /**
   * Explains why a text is no path. In a locale without UTF-8 the text may be the path of an
   * existing file.
   */
  static String message(InvalidPathException refused) {
    String reason = refused.getReason();
    String mend = "; if it is one, have LC_ALL name a locale with UTF-8, such as C.UTF-8";
    return "not a path: " + reason + (reason.contains("unmappable") ? mend : "");
  }
}
