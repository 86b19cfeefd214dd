using Trainer.Host.Configuration;
using Trainer.Host.Prediction;
using Xunit;

namespace Trainer.Tests.Host.Prediction;

public sealed class PredictionWriterTests
{
    private static readonly ClassProbability[] Top = [new("red, \"deep\"", 0.75f), new("blü", 0.25f)];

    [Fact]
    public void Csv_Write_QuotesWhatNeedsIt()
    {
        using var text = new StringWriter();
        var writer = new CsvPredictionWriter(text, top: 2);

        writer.Begin();
        writer.Write("a,b.csv", 3, Top);

        Assert.Equal(
            "file,row,class,probability,class2,probability2\n\"a,b.csv\",3,\"red, \"\"deep\"\"\",0.750000,blü,0.250000\n", text.ToString());
    }

    [Fact]
    public void JsonLines_Write_GivesOneObjectPerLine()
    {
        using var text = new StringWriter();
        var writer = new JsonLinesPredictionWriter(text);

        writer.Begin();
        writer.Write("a.csv", 3, Top);
        writer.Write("b.png", 1, [new ClassProbability("x", float.NaN)]);

        Assert.Equal(
            """
            {"file":"a.csv","row":3,"predictions":[{"class":"red, \"deep\"","probability":0.75},{"class":"blü","probability":0.25}]}
            {"file":"b.png","row":1,"predictions":[{"class":"x","probability":null}]}

            """,
            text.ToString());
    }

    [Theory]
    [InlineData(null, null, PredictionFormat.Csv)]
    [InlineData(null, "a.txt", PredictionFormat.Csv)]
    [InlineData(null, "a.JSONL", PredictionFormat.JsonLines)]
    [InlineData("csv", "a.jsonl", PredictionFormat.Csv)]
    [InlineData("jsonl", null, PredictionFormat.JsonLines)]
    internal void Choose_NameAndEnding_TheNameWins(string? name, string? path, PredictionFormat expected) =>
        Assert.Equal(expected, PredictionFormats.Choose(name, path));

    [Fact]
    public void Choose_UnknownName_SaysWhichThereAre() => Assert.Equal(
        "--format is 'xml'; it can be csv or jsonl.", Assert.Throws<SettingsException>(() => PredictionFormats.Choose("xml", null)).Message);
}
