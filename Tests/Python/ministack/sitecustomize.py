"""Loaded by ministack's Python before ministack.

Its Runtime API sends the head and the body of an event in two packets and waits, by Nagle's algorithm, 40 ms in between.
"""
import socketserver

socketserver.StreamRequestHandler.disable_nagle_algorithm = True
