package org.labactors.plot;

import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.labactors.internal.files.PartFile;
import org.w3c.dom.Document;

/** A file with a picture, PNG or SVG as its name ends. */
final class ImageFile {

  private static final int PIXELS_PER_PIXEL = 2;
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  private static final String SVG = "http://www.w3.org/2000/svg";

  private final Path file;
  private final boolean vector;

  private ImageFile(Path file, boolean vector) {
    this.file = file;
    this.vector = vector;
  }

  /**
   * The file at a path, which need not be there yet; its folder must.
   *
   * @throws PlotException if its name ends with something else, or it cannot be written there
   */
  static ImageFile at(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".png") && !name.endsWith(".svg")) {
      throw new PlotException(
          "'" + file + "' is the name of no picture; let it end with .png or .svg");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
      throw new PlotException(
          Files.isDirectory(file)
              ? "'" + file + "' is a folder; name a file"
              : "there is no folder '" + folder + "' for '" + file + "'; create it");
    }
    return new ImageFile(file, name.endsWith(".svg"));
  }

  /**
   * Writes a picture, in place of the file that may be there; never a part of it.
   *
   * @throws PlotException if the file cannot be written, or there are no fonts
   */
  void write(Drawing drawing) {
    requireFonts();
    try {
      byte[] image = vector ? vectors(drawing) : pixels(drawing);
      try (PartFile part = PartFile.of(file)) {
        Channels.newOutputStream(part.channel()).write(image);
        part.complete();
      }
    } catch (IOException failure) {
      throw new PlotException("cannot write '" + file + "': " + failure, failure);
    }
  }

  private static byte[] pixels(Drawing drawing) throws IOException {
    BufferedImage image =
        new BufferedImage(
            Drawing.WIDTH * PIXELS_PER_PIXEL,
            Drawing.HEIGHT * PIXELS_PER_PIXEL,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(PIXELS_PER_PIXEL, PIXELS_PER_PIXEL);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    drawing.paint(graphics);
    graphics.dispose();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam small = writer.getDefaultWriteParam();
    small.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    small.setCompressionQuality(0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), small);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static byte[] vectors(Drawing drawing) throws IOException {
    Document document;
    try {
      document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .getDOMImplementation()
              .createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException impossible) {
      throw new IllegalStateException("every Java can make an XML document", impossible);
    }
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setComment("made by lab plot");
    context.setPrecision(1);
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    graphics.setSVGCanvasSize(new Dimension(Drawing.WIDTH, Drawing.HEIGHT));
    drawing.paint(graphics);
    StringWriter writer = new StringWriter();
    graphics.stream(writer, false);
    String text = writer.toString();
    // Without Batik's head, which would have readers fetch a definition from elsewhere.
    String svg = text.substring(text.indexOf("<svg"));
    return (HEAD + svg).getBytes(StandardCharsets.UTF_8);
  }

  /** Java without any font fails in obscure ways; this says so. */
  private static void requireFonts() {
    try {
      BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      int unused =
          graphics.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12)).stringWidth("0");
      graphics.dispose();
    } catch (InternalError | LinkageError | RuntimeException noFonts) {
      throw new PlotException(
          "Java finds no fonts to write labels with ("
              + noFonts
              + "); install some, on Debian: apt-get install fontconfig fonts-dejavu-core",
          noFonts);
    }
  }
}
