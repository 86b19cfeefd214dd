using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Data;

/// <summary>Columns beside the image, and pixels that are not whole numbers.</summary>
public sealed class CsvExtrasTests : IDisposable
{
    private static readonly CsvOptions Options = new()
    {
        Shape = new ImageShape(1, 2, 2),
        ExtraColumns = ExtraColumn.ParseList("age,site:london|paris"),
    };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Take_ExtraColumns_ComeAsASecondTensor()
    {
        using IImageDataset dataset = Open("a,1.5, paris ,1,2,3,4\nb,-2e1,london,5,6,7,8\n");
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 2, Epochs = 1 });
        using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;

        Assert.Equal(["age", "site=london", "site=paris"], dataset.ExtraNames);
        Assert.Equal([1.5f, 0, 1, -20, 1, 0], batch.Extras.ToArray());
        Assert.Equal([1f, 3, 2, 4, 5, 7, 6, 8], batch.Images.ToArray());
    }

    [Theory]
    [InlineData("b,x,london,5,6,7,8", ", row 2, column 2: the column age has 'x', which is not a finite number.")]
    [InlineData("b,NaN,london,5,6,7,8", ", row 2, column 2: the column age has 'NaN', which is not a finite number.")]
    [InlineData("b,1,rome,5,6,7,8", ", row 2, column 3: the column site has 'rome', which is none of its categories: london, paris.")]
    [InlineData("b,1,london,5,x,7,8", ", row 2, column 5: 'x' is not a whole number from 0 to 255.")]
    [InlineData("b,1,london,5,6,7", ", row 2: found 3 values behind the label; expected 4.")]
    [InlineData("b,1", ", row 2: the row ends before its pixels and the extra columns (age, site).")]
    public void Take_BadValue_NamesItsColumn(string row, string problem)
    {
        using IImageDataset dataset = Open($"a,1,paris,1,2,3,4\n{row}\n");
        using var pipeline = new InputPipeline(dataset);

        var e = Assert.Throws<DatasetFormatException>(() => pipeline.Take(TestContext.Current.CancellationToken));
        Assert.Equal(dataset.Name + problem, e.Message);
    }

    [Fact]
    public void Open_OtherNumberOfValues_CountsTheExtraColumns() => Assert.Contains(
        "found 2 values behind the label and the extra columns (age, site); the shape 1×2×2 has 4.",
        Assert.Throws<DatasetFormatException>(() => Open("a,1,paris,1,2\n")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Take_FloatPixels_AreTheNumbersOfTheFile()
    {
        using IImageDataset dataset = Open("a,0.5,-1e3, 2 ,3.25\n", new CsvOptions { Shape = new ImageShape(1, 2, 2), PixelType = PixelType.Float32 });
        using var pipeline = new InputPipeline(dataset);
        using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;

        Assert.Equal([0.5f, 2, -1000, 3.25f], batch.Images.ToArray());
    }

    [Theory]
    [InlineData("a,1,2,inf,4\n", ", row 1, column 4: 'inf' is not a finite number.")]
    [InlineData("a,1,2,0x3,4\n", ", row 1, column 4: '0x3' is not a finite number.")]
    [InlineData("a,1,2,,4\n", ", row 1, column 4: the value is empty; expected 4 values, each a finite number; found 4.")]
    public void Take_BadFloat_NamesItsColumn(string text, string problem)
    {
        using IImageDataset dataset = Open(text, new CsvOptions { Shape = new ImageShape(1, 2, 2), PixelType = PixelType.Float32 });
        using var pipeline = new InputPipeline(dataset);

        var e = Assert.Throws<DatasetFormatException>(() => pipeline.Take(TestContext.Current.CancellationToken));
        Assert.Equal(dataset.Name + problem, e.Message);
    }

    private IImageDataset Open(string text, CsvOptions? options = null)
    {
        string path = _directory.File("extras.csv");
        File.WriteAllText(path, text);
        return CsvFiles.Open([path], options ?? Options);
    }
}
