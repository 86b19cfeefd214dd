using ScottPlot;
using SkiaSharp;

namespace Trainer.Host.Reports;

/// <summary>The font inside the program, so that plots have text on machines without any installed font.</summary>
internal sealed class EmbeddedFont : IFontResolver
{
    private const string Resource = "DejaVuSans.ttf";

    // Not the font's own name: an installed DejaVu Sans must not be mixed up with this one.
    private const string FontName = "Trainer Sans";

    private static readonly Lazy<SKTypeface> Loaded = new(Load);
    private static readonly Lazy<string> Registered = new(Register);

    private EmbeddedFont()
    {
    }

    /// <summary>The name to give to plots; asking for it makes the font known to the plotting library.</summary>
    public static string Name => Registered.Value;

    /// <summary>The font itself, for drawing without the plotting library. Shared: not to be disposed.</summary>
    public static SKTypeface Typeface => Loaded.Value;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        string.Equals(fontName, FontName, StringComparison.Ordinal) ? Load() : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        CreateTypeface(fontName, FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);

    private static SKTypeface Load()
    {
        using Stream stream = typeof(EmbeddedFont).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program was built without its font '{Resource}'.");
        return SKTypeface.FromStream(stream);
    }

    private static string Register()
    {
        Fonts.FontResolvers.Insert(0, new EmbeddedFont());
        return FontName;
    }
}
