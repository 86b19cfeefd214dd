using System.Globalization;
using Trainer.Host.Reports;

namespace Trainer.Host.Prediction;

/// <summary>
/// Predictions as <c>file,row,class,probability</c>, and <c>class2,probability2</c> and so on for more classes.
/// </summary>
/// <param name="output">Where to.</param>
/// <param name="top">How many classes each line has.</param>
internal sealed class CsvPredictionWriter(TextWriter output, int top) : IPredictionWriter
{
    /// <inheritdoc/>
    public void Begin()
    {
        output.Write("file,row,class,probability");
        for (int rank = 2; rank <= top; rank++)
        {
            output.Write($",class{rank},probability{rank}");
        }

        output.Write('\n');
    }

    /// <inheritdoc/>
    public void Write(string file, int row, ReadOnlySpan<ClassProbability> top)
    {
        output.Write(string.Create(CultureInfo.InvariantCulture, $"{CsvField.Quoted(file)},{row}"));
        foreach ((string name, float probability) in top)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $",{CsvField.Quoted(name)},{probability:F6}"));
        }

        output.Write('\n');
    }
}
