using ScottPlot;
using SkiaSharp;

namespace Trainer.Host.Reports;

/// <summary>The font inside the program, so that plots have text on machines without any installed font.</summary>
internal sealed class EmbeddedFont : IFontResolver
{
    private const string Resource = "DejaVuSans.ttf";

    // Not the font's own name: an installed DejaVu Sans must not be mixed up with this one.
    private const string FontName = "Trainer Sans";

    private static readonly Lazy<string> Registered = new(Register);

    private readonly SKData _data;

    private EmbeddedFont(SKData data) => _data = data;

    /// <summary>The name to give to plots; asking for it makes the font known to the plotting library.</summary>
    public static string Name => Registered.Value;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        string.Equals(fontName, FontName, StringComparison.Ordinal) ? SKTypeface.FromData(_data) : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        CreateTypeface(fontName, FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);

    private static string Register()
    {
        using Stream stream = typeof(EmbeddedFont).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program was built without its font '{Resource}'.");
        Fonts.FontResolvers.Insert(0, new EmbeddedFont(SKData.Create(stream)));
        return FontName;
    }
}
