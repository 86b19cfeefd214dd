using Trainer.SampleData.Drawing;
using Xunit;

namespace Trainer.Tests.SampleData.Drawing;

public sealed class BlossomRendererTests
{
    [Fact]
    public void Render_SameSampleTwice_LeavesNothingOfThePictureBetween()
    {
        var renderer = new BlossomRenderer(24);
        byte[] first = Draw(renderer, sample: 3);
        Draw(renderer, sample: 4);

        Assert.Equal(first, Draw(renderer, sample: 3));
    }

    [Fact]
    public void Render_OtherSpecies_ChangesThePicture()
    {
        var renderer = new BlossomRenderer(24);
        byte[] one = new byte[24 * 24 * 3];
        byte[] two = new byte[24 * 24 * 3];

        renderer.Render(1, 0, SpeciesCatalog.All[0], one);
        renderer.Render(1, 0, SpeciesCatalog.All[1], two);

        Assert.NotEqual(one, two);
    }

    [Fact]
    public void Catalog_Names_AreSeventeenDistinctWords()
    {
        string[] names = [.. SpeciesCatalog.All.Select(species => species.Name)];

        Assert.Equal(17, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, name => Assert.All(name, letter => Assert.InRange(letter, 'a', 'z')));
    }

    private static byte[] Draw(BlossomRenderer renderer, long sample)
    {
        byte[] pixels = new byte[24 * 24 * 3];
        renderer.Render(1, sample, SpeciesCatalog.All[(int)sample], pixels);
        return pixels;
    }
}
