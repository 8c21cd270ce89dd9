import "whole/part";
