using Trainer.Core.Tensors;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Tensors;

[Collection(TorchCollection.Name)]
public sealed class ArithmeticTests
{
    public static TheoryData<string, double[]> InPlace => new()
    {
        { "add a number", [1.5, -2.5, 4.5] },
        { "add a whole number", [4, 0, 7] },
        { "add a tensor", [3, 2, 10] },
        { "add a part of a tensor", [2, -0.5, 7] },
        { "add a product", [3, 5, 22] },
        { "add a quotient", [2, -2, 5] },
        { "scale", [0.5, -1.5, 2] },
        { "divide", [0.25, -0.75, 1] },
        { "go a quarter of the way", [1.25, -1, 4.5] },
        { "clamp", [1, -2, 2.5] },
    };

    [Theory]
    [MemberData(nameof(InPlace))]
    public void InPlace_Values_AreChangedAndReturned(string operation, double[] expected) => TorchTest.Run(() =>
    {
        Tensor values = tensor(new[] { 1f, -3, 4 });
        Tensor other = tensor(new[] { 2f, 5, 6 });
        Tensor result = operation switch
        {
            "add a number" => values.AddInPlace(0.5),
            "add a whole number" => values.AddInPlace(3L),
            "add a tensor" => values.AddInPlace(other),
            "add a part of a tensor" => values.AddInPlace(other, 0.5),
            "add a product" => values.AddProductInPlace(other, tensor(new[] { 2f, 3.2f, 6 }), 0.5),
            "add a quotient" => values.AddQuotientInPlace(other, tensor(new[] { 4f, 10, 12 }), 2),
            "scale" => values.ScaleInPlace(0.5),
            "divide" => values.DivideInPlace(4),
            "go a quarter of the way" => values.LerpInPlace(other, 0.25),
            _ => values.ClampInPlace(-2, 2.5),
        };

        Assert.Same(values, result);
        Assert.Equal(expected, result.Values());
    });

    [Fact]
    public void Operations_NotInPlace_GiveNewTensors() => TorchTest.Run(() =>
    {
        Tensor values = tensor(new[] { 1f, -3, 4 });

        Assert.Equal([3, 2, 10], values.Plus(tensor(new[] { 2f, 5, 6 })).Values());
        Assert.Equal([1.5, -2.5, 4.5], values.Plus(0.5).Values());
        Assert.Equal([2, -6, 8], values.Times(2).Values());
        Assert.Equal([1, 9, 16], values.Squared().Values());
        Assert.Equal([2, 2, 4], values.ClampMin(2).Values());
        Assert.Equal([1, -3, 4], values.Values());
    });

    [Fact]
    public void WholeNumbers_OfIntegers_KeepTheType() => TorchTest.Run(() =>
    {
        Tensor values = tensor(new[] { 1L, 7 });

        Assert.Equal(ScalarType.Int64, values.ClampMax(5).dtype);
        Assert.Equal([1, 5], values.ClampMax(5).Values());
        Assert.Equal([2, 8], values.AddInPlace(1L).Values());
        Assert.Equal([4, 16], values.AddInPlace(tensor(new[] { 2L, 8 })).Values());
    });

    [Fact]
    public void Gradients_OfOperationsNotInPlace_FlowBack() => TorchTest.Run(() =>
    {
        Tensor values = tensor(new[] { 1f, -3 }, requires_grad: true);

        values.Squared().Times(0.5).Plus(values).Plus(2).sum().backward();

        Assert.Equal([2, -2], values.grad!.Values());
    });

    [Fact]
    public void DefaultGenerator_StateSetBack_DrawsTheSameAgain() => TorchTest.Run(() =>
    {
        DefaultGenerator.Seed(17);
        Tensor state = DefaultGenerator.GetState();
        double[] first = rand(3).Values();
        DefaultGenerator.SetState(state);

        Assert.Equal(first, rand(3).Values());
        Assert.Equal(17, DefaultGenerator.InitialSeed());
    });
}
