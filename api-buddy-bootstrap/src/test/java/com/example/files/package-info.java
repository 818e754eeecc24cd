/**
 * A storage adapter as a third party writes it: two small files for each response in a directory,
 * all else in one file. Needs {@code api-buddy-ports} and the JDK, nothing more.
 */
package com.example.files;
